"""EpochDB beside what people would take instead, measured in one run: ``python -m benchmarks``."""
