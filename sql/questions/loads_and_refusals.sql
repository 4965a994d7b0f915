-- What was loaded, when, and which files of each run were refused and why? Latest first.
SELECT
    l.load_id, l.started_at, l.path, l.n_loaded, l.n_replaced, l.n_unchanged, l.n_rejected, l.is_complete,
    r.path AS refused, r.message
FROM science.load_log AS l
LEFT JOIN science.rejection_log AS r ON r.load_id = l.load_id
ORDER BY l.load_id DESC, r.rejected_file_id;
