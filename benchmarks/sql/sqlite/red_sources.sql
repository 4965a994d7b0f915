SELECT j.starid, j.field_id, j.mag1, h.mag1, j.mag1 - h.mag1 AS j_minus_h
FROM detection_j AS j
INNER JOIN detection_h AS h ON h.starid = j.starid
WHERE j.mag1 - h.mag1 > :j_minus_h_min;
