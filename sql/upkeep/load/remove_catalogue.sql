-- Takes the catalogue of an image out again, with all that was kept of it: the sources that it touched are
-- recomputed from what remains, and go where nothing does. Image, counts and ledger row go with it, and so do
-- its depth and its offsets in ties, which were measured on what is taken out. Gives the number of
-- detections that were taken out.
CREATE FUNCTION upkeep.remove_catalogue(image_id integer)
RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    touched bigint[];
    n_detection integer;
BEGIN
    PERFORM upkeep.write_in_sequence();
    PERFORM upkeep.lock_fields(ARRAY[remove_catalogue.image_id], r.source_id_min, r.source_id_max)
    FROM upkeep.source_id_range(ARRAY[remove_catalogue.image_id]) AS r;
    PERFORM upkeep.keep_catalogue(remove_catalogue.image_id);
    WITH gone AS (
        DELETE FROM survey.detection AS d
        WHERE d.image_id = remove_catalogue.image_id
        RETURNING d.source_id
    )
    SELECT array_agg(g.source_id ORDER BY g.source_id), count(*) INTO touched, n_detection FROM gone AS g;
    DELETE FROM survey.image_depth AS p WHERE p.image_id = remove_catalogue.image_id;
    DELETE FROM survey.catalogue_count AS c WHERE c.image_id = remove_catalogue.image_id;
    DELETE FROM survey.catalogue AS c WHERE c.image_id = remove_catalogue.image_id;
    DELETE FROM survey.image AS i WHERE i.image_id = remove_catalogue.image_id;
    PERFORM upkeep.recompute_sources(touched);
    RETURN n_detection;
END
$$;

COMMENT ON FUNCTION upkeep.remove_catalogue(integer) IS
'Takes the catalogue of an image out, with its image, counts and share of the summaries; gives the number of detections taken out.
Sample call: SELECT upkeep.remove_catalogue(1);';
