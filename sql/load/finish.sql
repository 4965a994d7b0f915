-- Enter the end of a run of the loader, whose counts are entered.
UPDATE survey.load
SET finished_at = statement_timestamp()
WHERE load_id = %(load_id)s;
