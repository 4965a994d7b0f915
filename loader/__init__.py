"""Load catalogue files into the survey tables."""
