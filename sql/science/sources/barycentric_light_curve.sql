-- The light curve of a source by barycentric dates: the middle of each exposure, in barycentric dynamical
-- time, as it would be at the barycentre of the solar system. Dates of the observatory run up to eight
-- minutes before and behind these in the course of a year, and UTC a minute behind: more than the minimum
-- of a short eclipse is known to. What the kept dates mean is read from survey.frame. Computed when asked,
-- at the position of the source: at its field's centre, half a degree away, it would be off by up to four
-- seconds. Dates that were brought to the Sun stay as they are, up to five seconds off: how they were brought
-- there is not known.
CREATE FUNCTION science.barycentric_light_curve(
    source_id bigint, band text DEFAULT 'Ks', calibration text DEFAULT 'catalogue'
)
RETURNS TABLE (
    image_id integer,
    epoch integer,
    bjd double precision,
    mjd double precision,
    mag real,
    mag_err real,
    flux double precision,
    flux_err double precision,
    snr real,
    class smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_calibration(barycentric_light_curve.calibration),
        upkeep.require_band(barycentric_light_curve.band);

    -- Apart from the tables, and with a number of the source that is not known beforehand: a cluster sends
    -- what it knows to be of one shard there as a whole, where no function is that reads tables
    WITH curve AS MATERIALIZED (
        SELECT
            barycentric_light_curve.source_id,
            l.image_id, l.epoch, l.mjd, l.mag, l.mag_err, l.flux, l.flux_err, l.snr, l.class
        FROM science.light_curve(
            barycentric_light_curve.source_id,
            barycentric_light_curve.band,
            barycentric_light_curve.calibration
        ) AS l
    ),
    dated AS (
        SELECT
            c.source_id, c.image_id, c.epoch, c.mjd, c.mag, c.mag_err, c.flux, c.flux_err, c.snr, c.class,
            f.reference_position,
            -- Terrestrial time of the middle
            c.mjd + (
                CASE f.mjd_mark WHEN 'start' THEN 0.5 WHEN 'end' THEN -0.5 ELSE 0 END
                * coalesce(i.exposure_time, 0)::double precision
                + CASE f.time_scale
                    WHEN 'UTC' THEN 32.184 + science.tai_minus_utc(c.mjd) WHEN 'TAI' THEN 32.184 ELSE 0
                END
            ) / 86400 AS middle
        FROM curve AS c
        INNER JOIN survey.image AS i ON i.image_id = c.image_id
        CROSS JOIN survey.frame AS f
    )
    SELECT
        d.image_id,
        d.epoch,
        2400000.5 + d.middle + CASE
            WHEN d.reference_position IN ('BARYCENTER', 'HELIOCENTER') THEN 0
            ELSE science.barycentric_light_time(d.middle, s.ra, s.dec) / 86400
        END AS bjd,
        d.mjd,
        d.mag,
        d.mag_err,
        d.flux, d.flux_err, d.snr, d.class
    FROM dated AS d
    INNER JOIN survey.source AS s ON s.source_id = d.source_id
    ORDER BY d.mjd, d.image_id;
END;

COMMENT ON FUNCTION science.barycentric_light_curve(bigint, text, text) IS
'Light curve of a source in a band by barycentric Julian dates [d] in TDB of the middles of the exposures, right to 0.1 s, or 5 s where they were delivered for the Sun; else as light_curve: MJD [d], magnitude [mag], flux at zero point 25 [adu], errors; calibration raw, catalogue or tied.
bjd: Barycentric Julian date of the middle of the exposure, TDB. [d] {time.epoch;obs.exposure}
Subject: sources
Sample call: SELECT * FROM science.barycentric_light_curve(5, ''Ks'');';
