-- Reads the light curves of a field whose strongest deviation is not known and keeps it, so that R3 need
-- not read them. A source that a load changes meanwhile is left for the next time. Gives the number of
-- light curves.
CREATE FUNCTION upkeep.measure_deviations(field_id integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    n_measured bigint;
BEGIN
    PERFORM upkeep.keep_field(measure_deviations.field_id);
    WITH field_range AS (
        SELECT min(s.source_id) AS source_id_min, max(s.source_id) AS source_id_max
        FROM (
            SELECT o.source_id
            FROM survey.source AS o
            WHERE o.field_id = measure_deviations.field_id
            OFFSET 0  -- see sql/README.md
        ) AS s
    ),
    measured AS MATERIALIZED (
        SELECT
            m.source_id, m.band, m.calibration, m.n_epoch, m.flux_mean, m.strongest_flux,
            m.strongest_flux_err, m.strongest_image_id, m.rest_deviation
        FROM field_range AS r
        CROSS JOIN LATERAL upkeep.strongest_deviations(r.source_id_min, r.source_id_max) AS m
    )
    UPDATE survey.source_variability AS v
    SET
        strongest_flux = m.strongest_flux,
        strongest_flux_err = m.strongest_flux_err,
        strongest_image_id = m.strongest_image_id,
        rest_deviation = m.rest_deviation
    FROM measured AS m
    WHERE
        v.source_id = m.source_id AND v.band = m.band AND v.calibration = m.calibration::"char"
        AND v.n_epoch = m.n_epoch AND v.flux_mean = m.flux_mean;
    GET DIAGNOSTICS n_measured = ROW_COUNT;
    RETURN n_measured;
END
$$;

COMMENT ON FUNCTION upkeep.measure_deviations(integer) IS
'Measures the light curves of a field whose strongest deviation is not known, for R3; gives their number. Part of the daily housekeeping.
Sample call: SELECT upkeep.measure_deviations(1);';
