-- Copies ahead, for a release that was just made, what the next loads will change, so that they do not pay
-- for it: all light curves, if there are no more than so many, or else those of the fields that have grown
-- in a monitored band since the release before, the last loaded first, about so many at most. What is left
-- the daily housekeeping copies, or the first load into the field. Where nothing has grown, nothing is
-- copied.
CREATE FUNCTION upkeep.keep_ahead(release_id integer, n_ahead_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    growing integer[] := ARRAY(
        SELECT i.field_id
        FROM survey.release_image AS m
        INNER JOIN survey.image AS i ON i.image_id = m.image_id
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        WHERE m.release_from = keep_ahead.release_id AND m.release_to = 2147483647
        GROUP BY i.field_id
        ORDER BY max(c.load_id) DESC, i.field_id
    );
    n_left bigint := keep_ahead.n_ahead_max;
    field integer;
BEGIN
    IF cardinality(growing) = 0 THEN
        RETURN;
    END IF;
    IF (
        SELECT count(*) <= n_left
        FROM (SELECT 1 FROM survey.source_variability AS v LIMIT keep_ahead.n_ahead_max + 1) AS o
    ) THEN
        PERFORM upkeep.keep_few(keep_ahead.release_id, '{}', min(s.source_id), max(s.source_id))
        FROM survey.source AS s;
        PERFORM upkeep.keep_all();
        RETURN;
    END IF;
    FOREACH field IN ARRAY growing LOOP
        EXIT WHEN n_left < (SELECT count(*) FROM survey.source AS s WHERE s.field_id = field);
        n_left := n_left - upkeep.keep_field(field);
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.keep_ahead(integer, bigint) IS
'Copies the summaries of light curves for the last release, all or those of growing fields, about so many at most; part of making it.
Sample call: SELECT upkeep.keep_ahead(max(r.release_id), 400000) FROM survey.data_release AS r;';
