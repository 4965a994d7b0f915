-- The samples of galaxies that are loaded under a name, or with the same contents.
SELECT
    s.name,
    s.sha256,
    s.role
FROM survey.galaxy_sample AS s
WHERE s.name = %(name)s OR s.sha256 = %(sha256)s;
