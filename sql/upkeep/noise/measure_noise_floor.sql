-- Measures how much sources of a magnitude scatter from epoch to epoch, in a monitored band and under a
-- calibration, and writes it as a new noise run, which science.noise_model shows from then on. Gives its
-- number.
--
-- Each source has a sample variance of its flux, relative to its mean flux, and the mean of its squared
-- relative errors. The median of the first over the sources of a magnitude bin is that of the constant
-- ones; what the second does not explain of it is the square of the systematic floor. For a few epochs a
-- median variance lies below the true one, by (1 - 2 / (9 nu))^3 for nu degrees of freedom (Wilson &
-- Hilferty 1931), which is divided out. Bins are running: a quarter of a magnitude apart and half a
-- magnitude wide, so that each source falls into two.
CREATE FUNCTION upkeep.measure_noise_floor(
    band text DEFAULT 'Ks',
    calibration text DEFAULT 'catalogue',
    n_source_min integer DEFAULT 15
)
RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    measured_run_id integer;
BEGIN
    PERFORM
        upkeep.require_calibration(measure_noise_floor.calibration),
        upkeep.require_band(measure_noise_floor.band),
        upkeep.require_tie(measure_noise_floor.calibration, measure_noise_floor.band);
    PERFORM upkeep.write_in_sequence();
    INSERT INTO survey.noise_run AS n (band, calibration, tie_id, n_source_min)
    SELECT
        measure_noise_floor.band, measure_noise_floor.calibration, r.tie_id,
        measure_noise_floor.n_source_min
    FROM survey.band AS b
    LEFT JOIN survey.tie AS r
        ON r.band = b.band AND r.is_current AND measure_noise_floor.calibration = 'tied'
    WHERE b.band = measure_noise_floor.band
    RETURNING n.noise_run_id INTO measured_run_id;
    INSERT INTO survey.noise_floor (
        noise_run_id, field_id, mag, n_source, scatter_mag, expected_mag, floor_mag
    )
    SELECT measured_run_id, f.field_id, f.mag, f.n_source, f.scatter_mag, f.expected_mag, f.floor_mag
    FROM upkeep.noise_by_magnitude(
        measure_noise_floor.band, measure_noise_floor.calibration, measure_noise_floor.n_source_min
    ) AS f;
    RETURN measured_run_id;
END
$$;

COMMENT ON FUNCTION upkeep.measure_noise_floor(text, text, integer) IS
'Measures scatter and systematic floor [mag] against magnitude, in bins with at least n_source_min sources, and gives the number of the noise run; calibration catalogue or tied.
Sample call: SELECT upkeep.measure_noise_floor(''Ks'', ''catalogue'');';
