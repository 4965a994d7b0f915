"""Photometric redshifts from a magnitude and four colours: pure functions of arrays, no database."""
