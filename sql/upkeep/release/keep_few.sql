-- Copies those sources between two source_id that images of monitored bands may give an earlier reference
-- detection, or the first: hardly any, unless the images come late. Whom they make a star or no star is seen
-- when it is counted, and copied then: upkeep.recount_stars.
--
-- The condition is that of upkeep.source_from_detections, for all monitored bands at once. What no image of
-- these bands can change that is later than all there are is thereby copied, and noted, so that the next load
-- need not look again. Without any image that is all that is done.
CREATE FUNCTION upkeep.keep_few(
    release_id integer, image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    earliest_mjd double precision := (
        SELECT coalesce(min(i.mjd), 'infinity')
        FROM survey.image AS i
        WHERE i.image_id = any(keep_few.image_ids)
    );
    few bigint[];
BEGIN
    IF EXISTS (
        SELECT 1
        FROM survey.release_range AS r
        WHERE
            r.release_id = keep_few.release_id AND r.table_name IN ('source', 'few of source')
            AND r.source_id_min <= keep_few.source_id_min AND r.source_id_max >= keep_few.source_id_max
            AND coalesce(r.mjd_max < earliest_mjd, true)
    ) THEN
        RETURN;
    END IF;
    few := ARRAY(
        SELECT s.source_id
        FROM survey.source AS s
        CROSS JOIN (
            SELECT
                bool_or(b.band = 'Z') AS has_z, bool_or(b.band = 'Y') AS has_y,
                bool_or(b.band = 'J') AS has_j, bool_or(b.band = 'H') AS has_h, bool_or(b.band = 'Ks') AS has_ks
            FROM survey.band AS b
            WHERE b.is_monitored
        ) AS m
        WHERE
            s.source_id BETWEEN keep_few.source_id_min AND keep_few.source_id_max
            AND earliest_mjd <= greatest(
                s.first_mjd,
                CASE WHEN m.has_z THEN coalesce(s.z_mjd, 'infinity') END,
                CASE WHEN m.has_y THEN coalesce(s.y_mjd, 'infinity') END,
                CASE WHEN m.has_j THEN coalesce(s.j_mjd, 'infinity') END,
                CASE WHEN m.has_h THEN coalesce(s.h_mjd, 'infinity') END,
                CASE WHEN m.has_ks THEN coalesce(s.ks_mjd, 'infinity') END
            )
    );
    PERFORM upkeep.keep_source_rows(
        keep_few.release_id, keep_few.source_id_min, keep_few.source_id_max, few
    );
    DELETE FROM survey.release_range AS r
    WHERE
        r.release_id = keep_few.release_id AND r.table_name = 'few of source'
        AND r.source_id_min <= keep_few.source_id_max AND r.source_id_max >= keep_few.source_id_min;
    INSERT INTO survey.release_range (release_id, table_name, source_id_min, source_id_max, mjd_max)
    SELECT
        keep_few.release_id, 'few of source', keep_few.source_id_min, keep_few.source_id_max,
        coalesce(max(i.mjd), '-infinity')
    FROM survey.image AS i
    INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored;
END
$$;

COMMENT ON FUNCTION upkeep.keep_few(integer, integer[], bigint, bigint) IS
'Copies the sources between two source_id to which a group of images of monitored bands may bring an earlier detection, to their history for a release; part of a load.
Sample call: SELECT upkeep.keep_few(r.release_id, ARRAY[4], 0, 9999) FROM survey.data_release AS r;';
