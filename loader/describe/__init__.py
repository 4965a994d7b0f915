"""A first description of files, with what was guessed and what could not be."""
