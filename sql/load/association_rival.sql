-- Enter the associations of an image that could have been others.
INSERT INTO survey.association_rival (image_id, source_id, distance, rival_id, rival_distance)
SELECT
    %(image_id)s,
    r.source_id,
    r.distance,
    r.rival_id,
    r.rival_distance
FROM unnest(
    %(source_ids)s::bigint[], %(distances)s::double precision[],
    %(rival_ids)s::bigint[], %(rival_distances)s::double precision[]
) AS r (source_id, distance, rival_id, rival_distance);
