-- Makes a tie the current one of its band, so that calibration tied means it, and builds the
-- moments of the tied fluxes anew; loads and removals keep them up from then on. Gives the number of
-- sources.
--
-- Every load writes to source_variability, so the lock makes each of them come wholly before this or wholly
-- after it.
CREATE FUNCTION upkeep.use_tie(tie_id integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    tied_band text;
    n_source bigint;
BEGIN
    PERFORM upkeep.write_in_sequence();
    LOCK TABLE survey.source_variability IN SHARE ROW EXCLUSIVE MODE;
    SELECT r.band INTO tied_band
    FROM survey.tie AS r
    WHERE r.tie_id = use_tie.tie_id;
    IF NOT FOUND THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'there is no tie %s', use_tie.tie_id
              ),
              HINT = 'The ties are: SELECT * FROM science.tie_log;';
    END IF;
    PERFORM upkeep.use_no_tie(tied_band);
    UPDATE survey.tie AS r
    SET is_current = true
    WHERE r.tie_id = use_tie.tie_id;
    INSERT INTO survey.source_variability (
        source_id, flux_mean, flux_m2, flux_min, flux_max, flux_err_min, weight, weighted_offset,
        chi2, strongest_flux, strongest_flux_err, rest_deviation, strongest_image_id, n_epoch,
        n_detection, n_star, band, calibration
    )
    SELECT
        r.source_id, r.flux_mean, r.flux_m2, r.flux_min, r.flux_max, r.flux_err_min, r.weight,
        r.weighted_offset, r.chi2, r.strongest_flux, r.strongest_flux_err, r.rest_deviation,
        r.strongest_image_id, r.n_epoch, r.n_detection, r.n_star, r.band, r.calibration
    FROM (
        SELECT min(s.source_id) AS source_id_min, max(s.source_id) AS source_id_max FROM survey.source AS s
    ) AS e
    CROSS JOIN LATERAL upkeep.recomputed_source_variability(e.source_id_min, e.source_id_max) AS r
    WHERE r.band = tied_band AND r.calibration = 't';
    GET DIAGNOSTICS n_source = ROW_COUNT;
    RETURN n_source;
END
$$;

COMMENT ON FUNCTION upkeep.use_tie(integer) IS
'Makes a tie (by its number) the current one of its band and builds the summaries of the tied fluxes; gives the number of sources.
Sample call: SELECT upkeep.use_tie(1);';
