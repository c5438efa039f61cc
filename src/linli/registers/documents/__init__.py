"""Papers and photos: bounded, sniffed, re-encoded, sealed."""
