-- What the server takes, and what it sends, of the statement that follows: from PostgreSQL 17 on
EXPLAIN (ANALYZE, TIMING OFF, SERIALIZE BINARY)
