-- Copies ahead, for a release that was just made, what the next loads will change, so that they do not pay
-- for it: the light curves of the fields that have grown in a monitored band since the release before,
-- the last loaded first, about so many at most. What is left the daily housekeeping copies, or the first
-- load into the field.
CREATE FUNCTION upkeep.keep_ahead(release_id integer, n_ahead_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    n_copied bigint := 0;
    growing record;
BEGIN
    FOR growing IN
        SELECT i.field_id
        FROM survey.release_image AS m
        INNER JOIN survey.image AS i ON i.image_id = m.image_id
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        WHERE m.release_from = keep_ahead.release_id AND m.release_to = 2147483647
        GROUP BY i.field_id
        ORDER BY max(c.load_id) DESC, i.field_id
    LOOP
        EXIT WHEN n_copied + (
            SELECT count(*) FROM survey.source AS s WHERE s.field_id = growing.field_id
        ) > keep_ahead.n_ahead_max;
        n_copied := n_copied + upkeep.keep_field(growing.field_id);
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.keep_ahead(integer, bigint) IS
'Copies the summaries of the light curves of growing fields for the last release, about so many at most; part of making it.
Sample call: SELECT upkeep.keep_ahead(max(r.release_id), 250000) FROM survey.data_release AS r;';
