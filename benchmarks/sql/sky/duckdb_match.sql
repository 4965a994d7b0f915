-- By zones, as here: DuckDB has no index on the sphere, and joins by hash on the zone.
WITH piece AS (
    SELECT p.id, p.ra, p.dec, unnest(range(
        CAST(floor((p.dec - $radius) * 60) AS BIGINT), CAST(floor((p.dec + $radius) * 60) AS BIGINT) + 1
    )) AS zone
    FROM position AS p
)
SELECT count(*)
FROM piece AS p
INNER JOIN source AS s
    ON s.zone = p.zone
    AND s.cell BETWEEN floor((p.ra - $radius / cos(radians(p.dec))) * 60)
    AND floor((p.ra + $radius / cos(radians(p.dec))) * 60)
WHERE
    2 * asin(sqrt(
        sin(radians(s.dec - p.dec) / 2) ** 2
        + cos(radians(p.dec)) * cos(radians(s.dec)) * sin(radians(s.ra - p.ra) / 2) ** 2
    )) <= radians($radius);
