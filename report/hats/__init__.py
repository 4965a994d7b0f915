"""HATS: the sources, on request with their light curves, as Parquet files by tiles of the sky."""
