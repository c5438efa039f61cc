"""Forms declared in packs: fields, checks, prefill; the server is the authority."""
