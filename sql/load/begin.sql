-- Enter a run of the loader, and give its number.
INSERT INTO survey.load (path, program_version, description_id)
VALUES (%(path)s, %(program_version)s, %(description_id)s)
RETURNING load_id;
