-- The latest run that searched the light curves of a band for periods. Argument: the band.
SELECT max(p.run_id) AS run_id FROM science.periodic_source AS p WHERE p.band = %(band)s;
