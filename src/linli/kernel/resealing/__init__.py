"""Sealing anew, under the current key, what older keys have sealed: in batches, while everybody works."""
