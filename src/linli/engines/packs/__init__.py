"""Packs: folders of YAML and CSV, checked with line numbers, installed as immutable versions."""
