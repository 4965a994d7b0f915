-- The fields most of whose detections came with a run, in several catalogues: what is left to read of their
-- light curves, which may have come in more than one group, costs no more than the run did.
SELECT i.field_id
FROM survey.catalogue AS c
INNER JOIN survey.image AS i ON i.image_id = c.image_id
GROUP BY i.field_id
HAVING
    2 * sum(CASE WHEN c.load_id = %(load_id)s THEN c.n_detection END) > sum(c.n_detection)
    AND count(CASE WHEN c.load_id = %(load_id)s THEN 1 END) > 1
ORDER BY i.field_id;
