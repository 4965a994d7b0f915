"""The embedded server: PostgreSQL from a wheel's binaries, its data, its passwords, its settings."""
