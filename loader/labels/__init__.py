"""Labels of sources: what a list says they are."""
