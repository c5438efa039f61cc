"""What may be uploaded as a photo. Bounds are generous for phones and small for attackers."""

from datetime import timedelta

LONGEST_SIDE = 2000  # pixels after re-encoding: an identity card stays readable
MOST_PIXELS = 50_000_000
QUALITY = 82
UNCLAIMED_KEPT = timedelta(days=2)
ACCEPTED = {"image/jpeg", "image/png", "image/webp"}
