"""A survey described in a file: what its catalogues look like, and what of them is kept."""
