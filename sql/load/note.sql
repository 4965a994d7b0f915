-- Enter what became of the files of a run of the loader, as far as it has come.
UPDATE survey.load
SET
    n_loaded = %(n_loaded)s,
    n_replaced = %(n_replaced)s,
    n_unchanged = %(n_unchanged)s,
    n_rejected = %(n_rejected)s,
    n_row = %(n_row)s,
    n_missing = %(n_missing)s
WHERE load_id = %(load_id)s;
