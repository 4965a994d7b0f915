-- Which sources lie at the positions of a list, within a second of arc? As arrays, so that a reader can ask.
SELECT m.id, m.source_id, m.distance * 3600 AS distance_arcsec, m.rank
FROM science.match_positions(
    ARRAY[1, 2, 3], ARRAY[269.45, 269.8, 269.9], ARRAY[-30.2284, -30.1, -30.05], 10 / 3600.0
) AS m
ORDER BY m.id, m.rank;
