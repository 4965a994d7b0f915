"""Where the database is (libpq's environment, else the embedded server) and bringing it to head."""
