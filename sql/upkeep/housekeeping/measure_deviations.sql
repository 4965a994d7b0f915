-- Reads the light curves of a field whose strongest deviation is not known and keeps it, so that R3 need not
-- read them. A source that a load changes meanwhile is left for the next time. Gives the number of light
-- curves.
CREATE FUNCTION upkeep.measure_deviations(field_id integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    source_ids bigint[];
    bands text[];
    calibrations text[];
    n_epochs integer[];
    flux_means double precision[];
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
    )
    SELECT
        array_agg(v.source_id), array_agg(v.band), array_agg(v.calibration::text), array_agg(v.n_epoch),
        array_agg(v.flux_mean)
    INTO source_ids, bands, calibrations, n_epochs, flux_means
    FROM survey.source_variability AS v
    WHERE
        v.source_id BETWEEN (SELECT r.source_id_min FROM field_range AS r)
        AND (SELECT r.source_id_max FROM field_range AS r)
        AND v.n_epoch > 1
        AND upkeep.strongest_deviation(
            v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation
        ) IS NULL;
    WITH measured AS MATERIALIZED (
        SELECT
            m.source_id, m.band, m.calibration, m.n_epoch, m.flux_mean, m.strongest_flux,
            m.strongest_flux_err, m.strongest_image_id, m.rest_deviation
        FROM upkeep.strongest_deviations(source_ids, bands, calibrations, n_epochs, flux_means) AS m
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
'Measures the light curves of a field whose strongest deviation is not known, for R3; gives their number. Part of the daily housekeeping, and of the end of a load.
Sample call: SELECT upkeep.measure_deviations(1);';
