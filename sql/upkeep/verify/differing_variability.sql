-- Where survey.source_variability is not what the detections give: counts, extremes and the smallest error
-- the same to the bit, running sums to 1e-9 of what they are made from, the strongest deviation where it is
-- known, and what bounds the others' never below it.
CREATE FUNCTION upkeep.differing_variability(source_id_min bigint, source_id_max bigint)
RETURNS TABLE (source_id bigint, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH kept AS (
        SELECT
            o.source_id, o.band, o.calibration, o.n_detection, o.n_star, o.n_epoch, o.flux_mean,
            o.flux_m2, o.flux_min, o.flux_max, o.flux_err_min, o.weight, o.weighted_offset, o.chi2,
            o.strongest_flux, o.strongest_flux_err, o.rest_deviation, o.strongest_image_id
        FROM survey.source_variability AS o
        WHERE
            o.source_id BETWEEN differing_variability.source_id_min AND differing_variability.source_id_max
    ),
    compared AS (
        SELECT
            coalesce(v.source_id, r.source_id) AS source_id,
            coalesce(v.band, r.band) || ', ' || coalesce(v.calibration, r.calibration)::text AS light_curve,
            (
                (v.n_detection, v.n_star, v.n_epoch, v.flux_min, v.flux_max, v.flux_err_min)
                IS DISTINCT FROM (r.n_detection, r.n_star, r.n_epoch, r.flux_min, r.flux_max, r.flux_err_min)
            ) AS is_unlike,
            abs(v.flux_mean - r.flux_mean) > 1e-9 * s.flux
            OR abs(v.flux_m2 - r.flux_m2) > 1e-9 * greatest(r.flux_m2, 1e-6 * r.n_epoch * s.flux ^ 2)
            OR abs(v.weight - r.weight) > 1e-9 * r.weight
            OR abs(v.weighted_offset - r.weighted_offset) > 1e-9 * r.weight * s.flux
            OR abs(v.chi2 - r.chi2) > 1e-9 * greatest(r.chi2, 1e-6 * r.weight * s.flux ^ 2) AS is_off,
            abs(
                upkeep.strongest_deviation(
                    v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation
                )
                - abs(r.strongest_flux - r.flux_mean) / r.strongest_flux_err
            ) > 1e-9 * s.flux / r.flux_err_min AS is_not_strongest,
            v.rest_deviation + 1e-9 * s.flux / r.flux_err_min
            < CASE WHEN v.strongest_image_id = r.strongest_image_id THEN r.rest_deviation
                ELSE abs(r.strongest_flux - r.flux_mean) / r.strongest_flux_err END AS is_no_bound,
            v.n_epoch AS kept_n_epoch, v.flux_mean AS kept_flux_mean, v.chi2 AS kept_chi2,
            v.strongest_image_id AS kept_image_id, v.rest_deviation AS kept_rest_deviation,
            r.n_epoch, r.flux_mean, r.chi2, r.strongest_image_id, r.rest_deviation
        FROM kept AS v
        FULL JOIN upkeep.recomputed_source_variability(
            differing_variability.source_id_min, differing_variability.source_id_max
        ) AS r
            ON r.source_id = v.source_id AND r.band = v.band AND r.calibration = v.calibration
        CROSS JOIN LATERAL (VALUES (greatest(abs(r.flux_min), abs(r.flux_max)))) AS s (flux)
    )
    SELECT
        c.source_id,
        format(
            '%s: kept %s epochs, mean %s, chi square %s, strongest on image %s, the rest at most %s',
            c.light_curve, c.kept_n_epoch, c.kept_flux_mean, c.kept_chi2, c.kept_image_id,
            c.kept_rest_deviation
        ) || format(
            '; recomputed %s epochs, mean %s, chi square %s, strongest on image %s, the next %s',
            c.n_epoch, c.flux_mean, c.chi2, c.strongest_image_id, c.rest_deviation
        ) AS difference
    FROM compared AS c
    WHERE c.is_unlike OR c.is_off OR c.is_not_strongest OR c.is_no_bound;
END;

COMMENT ON FUNCTION upkeep.differing_variability(bigint, bigint) IS
'The sources between two source_id whose rows of survey.source_variability are not what their detections give, and how they differ.
Sample call: SELECT * FROM upkeep.differing_variability(0, 9999);';
