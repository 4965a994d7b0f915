-- Enter the end of a run of the loader, and what became of the files.
UPDATE survey.load
SET
    finished_at = clock_timestamp(),
    n_loaded = %(n_loaded)s,
    n_replaced = %(n_replaced)s,
    n_unchanged = %(n_unchanged)s,
    n_rejected = %(n_rejected)s,
    n_row = %(n_row)s
WHERE load_id = %(load_id)s;
