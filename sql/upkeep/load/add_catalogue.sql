-- The second half of a load: everything that is kept of a catalogue besides its detections. Called once
-- for each image, in the transaction that copied its detections, after its rows of image and catalogue.
-- The loader measures zero points, depth and counts while it has the columns at hand; where they are not
-- given, as when detections are inserted by hand, they are measured here.
CREATE FUNCTION upkeep.add_catalogue(image_id integer)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    image_field_id integer;
    was_summarised boolean;
    is_measured boolean;
    source_id_min bigint;
    source_id_max bigint;
BEGIN
    SELECT
        i.field_id,
        c.is_summarised,
        EXISTS (SELECT 1 FROM survey.catalogue_count AS n WHERE n.image_id = c.image_id)
    INTO image_field_id, was_summarised, is_measured
    FROM survey.catalogue AS c
    INNER JOIN survey.image AS i ON i.image_id = c.image_id
    WHERE c.image_id = add_catalogue.image_id
    FOR UPDATE OF c;
    IF NOT FOUND THEN
        RAISE foreign_key_violation
        USING MESSAGE = pg_catalog.format('image %s has no row in survey.catalogue', add_catalogue.image_id),
              HINT = 'Write its rows of survey.image and survey.catalogue first; python -m loader does.';
    ELSIF was_summarised THEN
        RAISE unique_violation
        USING MESSAGE = pg_catalog.format('image %s is in the summaries already', add_catalogue.image_id),
              HINT = 'Take it out first: SELECT upkeep.remove_catalogue('
                     || add_catalogue.image_id || '); then load it again.';
    END IF;
    UPDATE survey.catalogue AS c SET is_summarised = true WHERE c.image_id = add_catalogue.image_id;
    PERFORM upkeep.summarise_detection_pages();
    IF NOT is_measured THEN
        PERFORM upkeep.measure_zero_points(add_catalogue.image_id);
        INSERT INTO survey.image_depth (image_id, limit_mag, n_faint)
        SELECT add_catalogue.image_id, p.limit_mag, p.n_faint
        FROM upkeep.recomputed_depth(add_catalogue.image_id) AS p;
        INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)
        SELECT add_catalogue.image_id, c.class, c.snr_min, c.n_detection, coalesce(b.snr, '{}')
        FROM upkeep.recomputed_counts(add_catalogue.image_id) AS c
        LEFT JOIN (
            SELECT s.class, s.snr_min, array_agg(s.snr ORDER BY s.snr) AS snr
            FROM upkeep.binned_snr(add_catalogue.image_id) AS s
            GROUP BY s.class, s.snr_min
        ) AS b ON b.class = c.class AND b.snr_min = c.snr_min;
    END IF;
    PERFORM upkeep.lock_field(image_field_id);
    SELECT r.source_id_min, r.source_id_max INTO source_id_min, source_id_max
    FROM upkeep.source_id_range(add_catalogue.image_id) AS r;
    PERFORM upkeep.merge_source_variability(add_catalogue.image_id, source_id_min, source_id_max);
    PERFORM upkeep.merge_source_variability_tied(add_catalogue.image_id, source_id_min, source_id_max);
    -- Last, since it reads what the first has counted
    PERFORM upkeep.merge_sources(add_catalogue.image_id, source_id_min, source_id_max);
END
$$;

COMMENT ON FUNCTION upkeep.add_catalogue(integer) IS
'Takes a newly copied catalogue into the zero points, counts and summaries; the second half of every load.
Sample call: SELECT upkeep.add_catalogue(1);';
