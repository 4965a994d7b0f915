-- Positions as crowded as the sources: each some tenths of a second of arc from one of them.
SELECT s.source_id, s.ra, greatest(-90, least(90, s.dec + 0.4 / 3600 * random())) AS dec
FROM survey.source AS s
ORDER BY s.source_id %% 9973, s.source_id
LIMIT %(n_position)s;
