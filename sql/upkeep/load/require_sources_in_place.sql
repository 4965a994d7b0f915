-- Refuses images on which a StarID stands too far from its source: another object bears the same number.
CREATE FUNCTION upkeep.require_sources_in_place(
    image_ids integer[], separation_max double precision, source_id_min bigint, source_id_max bigint
)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    farthest record;
BEGIN
    SELECT e.source_id, e.ra, e.dec, e.source_ra, e.source_dec, e.separation, count(*) OVER () - 1 AS n_other
    INTO farthest
    FROM upkeep.sources_elsewhere(
        require_sources_in_place.image_ids, require_sources_in_place.separation_max,
        require_sources_in_place.source_id_min, require_sources_in_place.source_id_max
    ) AS e
    ORDER BY e.separation DESC, e.source_id
    LIMIT 1;
    IF FOUND THEN
        RAISE check_violation
        USING MESSAGE = pg_catalog.format(
                  'source %s at ra %s, dec %s, %s degrees from where it is, ra %s, dec %s (and %s more such rows)',
                  farthest.source_id, round(farthest.ra::numeric, 5), round(farthest.dec::numeric, 5),
                  round(farthest.separation::numeric, 5), round(farthest.source_ra::numeric, 5),
                  round(farthest.source_dec::numeric, 5), farthest.n_other
              ),
              CONSTRAINT = 'detection_near_its_source',
              HINT = 'Give each object a number of its own; or, if it is the same object, allow more: '
                     'the option max-separation of python -m loader.';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_sources_in_place(integer[], double precision, bigint, bigint) IS
'Refuses images on which a detection stands farther than separation_max [deg] from the source, between two source_id, whose number it bears.
Sample call: SELECT upkeep.require_sources_in_place(ARRAY[1], 0.01, 0, 9999);';
