-- Enter a run of the loader, and give its number.
INSERT INTO survey.load (path, program_version)
VALUES (%(path)s, %(program_version)s)
RETURNING load_id;
