"""Figures, one page of them, and export to files: all of it read from the views of schema science."""
