-- The second half of a load of light curves without images, where each date of a source is an image with one
-- detection: as upkeep.add_catalogues, in the transaction that copied them. There are as many images as
-- detections, and looking each up by its block range would cost the more the more there are; what is kept of
-- the sources is computed anew from their light curves, which the key leads to.
CREATE FUNCTION upkeep.add_light_curves(
    image_ids integer[], source_ids bigint[], separation_max double precision DEFAULT 180
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    source_id_min bigint := (SELECT min(u.source_id) FROM unnest(source_ids) AS u (source_id));
    source_id_max bigint := (SELECT max(u.source_id) FROM unnest(source_ids) AS u (source_id));
BEGIN
    UPDATE survey.catalogue AS c
    SET is_summarised = true
    WHERE c.image_id = any(add_light_curves.image_ids);
    PERFORM upkeep.measure_single_detections(add_light_curves.image_ids, add_light_curves.source_ids);
    PERFORM upkeep.lock_fields(add_light_curves.image_ids, source_id_min, source_id_max);
    PERFORM upkeep.keep_between(source_id_min, source_id_max);
    PERFORM upkeep.recompute_sources(add_light_curves.source_ids);
    PERFORM
    FROM survey.detection AS d
    INNER JOIN survey.source AS s ON s.source_id = d.source_id
    WHERE
        d.source_id = any(add_light_curves.source_ids)
        AND (d.ra <> s.ra OR d.dec <> s.dec)
        AND science.sky_distance(d.ra, d.dec, s.ra, s.dec) > add_light_curves.separation_max;
    IF FOUND THEN
        RAISE check_violation
        USING MESSAGE = pg_catalog.format(
                  'a source between %s and %s is in two places', source_id_min, source_id_max
              ),
              CONSTRAINT = 'detection_near_its_source',
              HINT = 'Give each object a number of its own; or, if it is the same object, allow more: '
                     'the option max-separation of python -m loader.';
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.add_light_curves(integer[], bigint[], double precision) IS
'Takes newly copied images with one detection each, all of them of some sources given in ascending order, into everything that is kept of them; no detection may stand farther than separation_max [deg] from its source.
Sample call: SELECT upkeep.add_light_curves(ARRAY[]::integer[], ARRAY[]::bigint[]);';
