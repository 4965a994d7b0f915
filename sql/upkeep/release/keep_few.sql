-- Copies those sources between two source_id that images of monitored bands may change, of these images and
-- of some later ones, a fifth of those that the fields have, so that most loads find it done. Without any
-- image it foresees the later ones.
CREATE FUNCTION upkeep.keep_few(
    release_id integer, image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    n_brought integer := cardinality(keep_few.image_ids);
    n_foreseen integer;
BEGIN
    -- All were copied, or these images are among those that were foreseen
    UPDATE survey.release_range AS r
    SET n_image_left = r.n_image_left - n_brought
    WHERE
        r.release_id = keep_few.release_id
        AND r.table_name IN ('source', 'few of source')
        AND r.source_id_min <= keep_few.source_id_min
        AND r.source_id_max >= keep_few.source_id_max
        AND coalesce(r.n_image_left >= n_brought, true)
        AND coalesce(
            r.mjd_max < (
                SELECT min(i.mjd) FROM survey.image AS i WHERE i.image_id = any(keep_few.image_ids)
            ),
            true
        );
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT n_brought + count(*) / 5 INTO n_foreseen
    FROM survey.image AS i
    WHERE i.field_id IN (
        SELECT s.field_id
        FROM survey.source AS s
        WHERE s.source_id IN (keep_few.source_id_min, keep_few.source_id_max)
    );
    PERFORM upkeep.keep_source_rows(
        keep_few.release_id, keep_few.source_id_min, keep_few.source_id_max,
        pg_catalog.format(
            't.source_id IN (SELECT c.source_id'
            ' FROM upkeep.sources_about_to_change(%L, %s, %s, %s) AS c (source_id))',
            keep_few.image_ids, n_foreseen, keep_few.source_id_min, keep_few.source_id_max
        )
    );
    DELETE FROM survey.release_range AS r
    WHERE
        r.release_id = keep_few.release_id AND r.table_name = 'few of source'
        AND r.source_id_min <= keep_few.source_id_max AND r.source_id_max >= keep_few.source_id_min;
    INSERT INTO survey.release_range (
        release_id, table_name, source_id_min, source_id_max, n_image_left, mjd_max
    )
    SELECT
        keep_few.release_id, 'few of source', keep_few.source_id_min, keep_few.source_id_max,
        n_foreseen - n_brought, max(i.mjd)
    FROM survey.image AS i
    INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored;
END
$$;

COMMENT ON FUNCTION upkeep.keep_few(integer, integer[], bigint, bigint) IS
'Copies the sources between two source_id that a group of images of monitored bands may change, to their history for a release; part of a load.
Sample call: SELECT upkeep.keep_few(r.release_id, ARRAY[4], 0, 9999) FROM survey.data_release AS r;';
