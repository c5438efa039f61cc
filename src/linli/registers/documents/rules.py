"""What may be uploaded. Bounds are generous for phones and small for attackers."""

from datetime import timedelta

LONGEST_SIDE = 2000  # pixels after re-encoding: an identity card stays readable
MOST_PIXELS = 50_000_000
QUALITY = 82
PDF = "application/pdf"
UNCLAIMED_KEPT = timedelta(days=31)  # longer than a draft of a form that names it
RENEWED_AFTER = timedelta(hours=12)  # so seldom that keeping a draft writes nothing more
ACCEPTED = {"image/jpeg", "image/png", "image/webp"}
