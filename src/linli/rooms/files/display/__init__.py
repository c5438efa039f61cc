"""What the pages of files show, prepared in one pass: components of `kernel.ui`, words in the reader's language."""
