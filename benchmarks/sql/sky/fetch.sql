-- What a cone must read in any case: the rows of its strips, each kept.
WITH strip AS MATERIALIZED (
    SELECT p.zone, p.ra_min, p.ra_max FROM science.sky_strips(%(ra)s, %(dec)s, %(radius)s) AS p
),
kept AS MATERIALIZED (
    SELECT s.source_id, s.ra, s.dec
    FROM strip AS p
    INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max
)
SELECT count(*) FROM kept;
