-- Lets one load at a time merge into the sources of some images, until its transaction ends: those of the
-- images' fields, and of whichever other field has one of the same sources. What a merge has read is then
-- what it writes over. Fields are locked in order, so that two loads do not wait for each other; where one
-- StarID is in two fields that may fail, and the loader tries again. A second look finds what changed while
-- it waited.
CREATE FUNCTION upkeep.lock_fields(image_ids integer[], source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    held integer[] := '{}';
    touched integer[];
BEGIN
    LOOP
        touched := ARRAY(
            SELECT i.field_id FROM survey.image AS i WHERE i.image_id = any(lock_fields.image_ids)
            UNION
            SELECT s.field_id
            FROM survey.source AS s
            WHERE s.source_id BETWEEN lock_fields.source_id_min AND lock_fields.source_id_max
            ORDER BY 1
        );
        EXIT WHEN touched <@ held;
        PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('epochdb.field'), f.field_id)
        FROM unnest(touched) AS f (field_id);
        held := held || touched;
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.lock_fields(integer[], bigint, bigint) IS
'Holds other loads of the sources between two source_id, and of the fields of some images, back until this transaction ends.
Sample call: SELECT upkeep.lock_fields(ARRAY[1], 0, 9999);';
