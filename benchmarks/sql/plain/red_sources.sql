-- This survey has one image of a field in J and one in H: no reference detection has to be chosen.
SELECT j.source_id, i.field_id, j.mag_1, h.mag_1, j.mag_1 - h.mag_1 AS j_minus_h
FROM survey.image AS i
INNER JOIN survey.detection AS j ON j.image_id = i.image_id
INNER JOIN survey.image AS k ON k.field_id = i.field_id AND k.band = 'H'
INNER JOIN survey.detection AS h ON h.image_id = k.image_id AND h.source_id = j.source_id
WHERE i.band = 'J' AND j.mag_1 - h.mag_1 > %(j_minus_h_min)s;
