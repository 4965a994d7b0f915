-- Which epochs did a run of python -m ml periods search? The same as science.candidate_light_curves gave it,
-- by the sources and the calibration that it kept: errors have the systematic floor in them.
CREATE FUNCTION upkeep.light_curves_of_run(run_id integer)
RETURNS TABLE (
    source_id bigint,
    mjd double precision,
    image_id integer,
    mag double precision,
    mag_err double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        c.source_id,
        c.mjd,
        c.image_id,
        c.mag,
        sqrt(c.mag_err ^ 2 + coalesce(f.floor_mag, 0) ^ 2) AS mag_err
    FROM survey.run_light_curve AS l
    INNER JOIN survey.period AS p ON p.run_id = l.run_id
    INNER JOIN science.calibrated_light_curve AS c
        ON c.source_id = p.source_id AND c.band = l.band AND c.calibration = l.calibration
    LEFT JOIN science.flux_floor AS f
        ON f.source_id = c.source_id AND f.band = c.band AND f.calibration = c.calibration
    WHERE l.run_id = light_curves_of_run.run_id;
END;

COMMENT ON FUNCTION upkeep.light_curves_of_run(integer) IS
'Epochs (MJD [d], magnitude and its error with the systematic floor [mag]) of the sources that a run of python -m ml periods searched.
Sample call: SELECT * FROM upkeep.light_curves_of_run((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
