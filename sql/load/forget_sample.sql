-- Take the sample of galaxies of a name away, if there is one.
DELETE FROM survey.galaxy_sample
WHERE name = %(name)s;
