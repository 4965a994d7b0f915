-- The second half of a load: everything that is kept of catalogues besides their detections. Called once
-- for each group of images, in the transaction that copied their detections, after their rows of image and
-- catalogue. is_measured says that zero points, depth, counts and ranges are there already, as the loader
-- writes them; otherwise, as when detections are inserted by hand, they are measured here. What stands
-- farther than separation_max from its source is refused: from those that were there, and, in a group of
-- several images, from those that it makes.
CREATE FUNCTION upkeep.add_catalogues(
    image_ids integer[], is_measured boolean DEFAULT false, separation_max double precision DEFAULT 180
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    wrong_image_id integer;
    source_id_min bigint;
    source_id_max bigint;
BEGIN
    SELECT min(g.image_id) INTO wrong_image_id
    FROM unnest(add_catalogues.image_ids) AS g (image_id)
    LEFT JOIN survey.catalogue AS c ON c.image_id = g.image_id
    WHERE c.image_id IS NULL;
    IF wrong_image_id IS NOT NULL THEN
        RAISE foreign_key_violation
        USING MESSAGE = pg_catalog.format('image %s has no row in survey.catalogue', wrong_image_id),
              HINT = 'Write its rows of survey.image and survey.catalogue first; python -m loader does.';
    END IF;
    SELECT c.image_id INTO wrong_image_id
    FROM survey.catalogue AS c
    WHERE c.image_id = any(add_catalogues.image_ids) AND c.is_summarised
    FOR UPDATE;
    IF FOUND THEN
        RAISE unique_violation
        USING MESSAGE = pg_catalog.format('image %s is in the summaries already', wrong_image_id),
              HINT = 'Take it out first: SELECT upkeep.remove_catalogue('
                     || wrong_image_id || '); then load it again.';
    END IF;
    UPDATE survey.catalogue AS c
    SET is_summarised = true
    WHERE c.image_id = any(add_catalogues.image_ids);
    PERFORM upkeep.summarise_detection_pages();
    IF NOT add_catalogues.is_measured THEN
        PERFORM upkeep.measure_catalogues(add_catalogues.image_ids);
    END IF;
    SELECT r.source_id_min, r.source_id_max INTO source_id_min, source_id_max
    FROM upkeep.source_id_range(add_catalogues.image_ids) AS r;
    PERFORM upkeep.lock_fields(add_catalogues.image_ids, source_id_min, source_id_max);
    PERFORM upkeep.require_sources_in_place(
        add_catalogues.image_ids, add_catalogues.separation_max, source_id_min, source_id_max
    );
    PERFORM upkeep.keep_before_merge(add_catalogues.image_ids, source_id_min, source_id_max);
    PERFORM upkeep.merge_source_variability(add_catalogues.image_ids, source_id_min, source_id_max);
    -- Last, since it reads what the first has counted
    PERFORM upkeep.merge_sources(add_catalogues.image_ids, source_id_min, source_id_max);
    PERFORM upkeep.recount_stars(source_id_min, source_id_max);
    IF cardinality(add_catalogues.image_ids) > 1 THEN
        PERFORM upkeep.require_sources_in_place(
            add_catalogues.image_ids, add_catalogues.separation_max, source_id_min, source_id_max
        );
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.add_catalogues(integer[], boolean, double precision) IS
'Takes a group of newly copied catalogues into the summaries, and unless is_measured into zero points, depth, counts and ranges; no detection may stand farther than separation_max [deg] from its source; the second half of every load.
Sample call: SELECT upkeep.add_catalogues(ARRAY[1]);';
