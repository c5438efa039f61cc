"""Machinery that rooms share: packs, expressions, forms, cases."""
