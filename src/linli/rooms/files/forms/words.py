"""Words for what stands in files, under one roof."""

from linli.engines.forms.standards import list_words, word
from linli.registers.people.words import FIELDS, HOUSEHOLDS, field_word, full, period, source_word

__all__ = ["FIELDS", "HOUSEHOLDS", "field_word", "full", "list_words", "period", "source_word", "word"]
