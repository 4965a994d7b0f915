-- This survey has one image of a field in J and one in H: no reference detection has to be chosen.
SELECT j.source_id, j.field_id, j.mag_1, h.mag_1, j.mag_1 - h.mag_1 AS j_minus_h
FROM detection AS j
INNER JOIN detection AS h ON h.source_id = j.source_id AND h.field_id = j.field_id
WHERE j.band = 'J' AND h.band = 'H' AND j.mag_1 - h.mag_1 > $j_minus_h_min;
