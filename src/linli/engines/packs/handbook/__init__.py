"""A pack as a book for people: sections describe their items in blocks, which become HTML or Markdown."""
