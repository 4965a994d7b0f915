"""Catalogues of others beside the survey: read, entered, matched."""
