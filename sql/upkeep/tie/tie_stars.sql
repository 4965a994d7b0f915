-- The stars of a field that its images can be tied by: on more than half of its detections a star, seen on at
-- least two images, well measured and not too bright; those on most images first, then the best measured.
CREATE FUNCTION upkeep.tie_stars(
    field_id integer, band text, snr_min double precision, mag_min double precision, n_star_max integer
)
RETURNS TABLE (source_id bigint)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT s.source_id
    FROM survey.source AS s
    INNER JOIN survey.source_variability AS v
        ON v.source_id = s.source_id AND v.band = tie_stars.band AND v.calibration = 'c'
    WHERE
        s.field_id = tie_stars.field_id
        AND s.is_star
        AND v.n_epoch >= 2
        AND v.flux_mean > tie_stars.snr_min * v.flux_err_min
        AND science.mag_from_flux(v.flux_mean) > tie_stars.mag_min
    ORDER BY v.n_epoch DESC, v.flux_mean / v.flux_err_min DESC, s.source_id
    LIMIT tie_stars.n_star_max;
END;

COMMENT ON FUNCTION upkeep.tie_stars(integer, text, double precision, double precision, integer) IS
'The stars of a field above a signal-to-noise and fainter than mag_min [mag] in a band, the best measured first.
Sample call: SELECT * FROM upkeep.tie_stars(1, ''Ks'', 30, 12.5, 5000);';
