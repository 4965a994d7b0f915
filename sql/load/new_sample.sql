-- Enter a sample of galaxies, and give its number.
INSERT INTO survey.galaxy_sample (name, role, path, sha256, n_galaxy, load_id)
VALUES (%(name)s, %(role)s, %(path)s, %(sha256)s, %(n_galaxy)s, %(load_id)s)
RETURNING sample_id;
