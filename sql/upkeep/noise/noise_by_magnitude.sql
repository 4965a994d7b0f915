-- The bins that upkeep.measure_noise_floor writes; see there. Sources with a detection that is not good are
-- left out: their moments know of no flags.
CREATE FUNCTION upkeep.noise_by_magnitude(
    band text, calibration text, n_source_min integer
)
RETURNS TABLE (
    field_id integer,
    mag double precision,
    n_source integer,
    scatter_mag double precision,
    expected_mag double precision,
    floor_mag double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH quoted AS (
        SELECT d.source_id, avg((d.flux_1_err * i.flux_scale) ^ 2) AS flux_err2
        FROM science.image_calibration AS i
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
        WHERE
            i.band = noise_by_magnitude.band AND i.calibration = noise_by_magnitude.calibration
            AND d.flux_1 IS NOT NULL
        GROUP BY d.source_id
    ),
    flagged AS (
        SELECT DISTINCT f.source_id
        FROM science.flagged_detection AS f
        WHERE f.band = noise_by_magnitude.band
    ),
    source AS (
        SELECT
            s.field_id,
            science.mag_from_flux(m.flux_mean) * 4 AS quarter_mag,
            m.flux_m2 / (m.n_epoch - 1) / m.flux_mean ^ 2
            / (1 - 2 / (9 * (m.n_epoch - 1)::double precision)) ^ 3 AS variance,
            q.flux_err2 / m.flux_mean ^ 2 AS expected
        FROM survey.source_variability AS m
        INNER JOIN quoted AS q ON q.source_id = m.source_id
        INNER JOIN survey.source AS s ON s.source_id = m.source_id
        LEFT JOIN flagged AS f ON f.source_id = m.source_id
        WHERE
            f.source_id IS NULL
            AND m.band = noise_by_magnitude.band
            AND m.calibration = noise_by_magnitude.calibration::"char"
            AND m.n_epoch >= 2
            AND m.flux_mean > 0
    ),
    bin AS (
        SELECT
            s.field_id,
            floor(s.quarter_mag) + side.step AS number,
            count(*)::integer AS n_source,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s.variance) AS variance,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s.expected) AS expected,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s.variance - s.expected) AS excess
        FROM source AS s
        CROSS JOIN (VALUES (0), (1)) AS side (step)
        GROUP BY s.field_id, number
    )
    SELECT
        b.field_id,
        b.number / 4 AS mag,
        b.n_source,
        2.5 / ln(10::double precision) * sqrt(b.variance) AS scatter_mag,
        2.5 / ln(10::double precision) * sqrt(b.expected) AS expected_mag,
        2.5 / ln(10::double precision) * sqrt(greatest(b.excess, 0)) AS floor_mag
    FROM bin AS b
    WHERE b.n_source >= noise_by_magnitude.n_source_min;
END;

COMMENT ON FUNCTION upkeep.noise_by_magnitude(text, text, integer) IS
'Scatter, expected scatter and systematic floor [mag] of each field against magnitude, in bins a quarter of a magnitude apart.
Sample call: SELECT * FROM upkeep.noise_by_magnitude(''Ks'', ''catalogue'', 15);';
