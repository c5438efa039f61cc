"""The handbook as one HTML file: no script, no other file, made to be printed too."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from linli.engines.packs.handbook.book import Book


def as_page(book: Book) -> str:
    return render_to_string("packs/handbook.html", {"book": book, "language": get_language()})
