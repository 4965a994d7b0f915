-- The light curve of a source in a band: its detections in order of time, under a calibration, fluxes
-- scaled to zero point 25. The epoch is the rank of the image by date within its field and band, whether or
-- not the source is on it. with_limits adds a row for each image of the fields that the source was ever
-- found in, on which it was not found: without a measurement, but with what the image would have shown
-- (limit_mag).
CREATE FUNCTION science.light_curve(
    source_id bigint,
    band text DEFAULT 'Ks',
    calibration text DEFAULT 'catalogue',
    with_limits boolean DEFAULT false,
    good_only boolean DEFAULT false
)
RETURNS TABLE (
    image_id integer,
    epoch integer,
    mjd double precision,
    observed_at timestamptz,
    mag real,
    mag_err real,
    flux double precision,
    flux_err double precision,
    snr real,
    class smallint,
    limit_mag real
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_calibration(light_curve.calibration),
        upkeep.require_band(light_curve.band),
        upkeep.require_tie(light_curve.calibration, light_curve.band);

    WITH detected AS (
        SELECT d.image_id, i.field_id, i.band, d.mag_1, d.mag_1_err, d.flux_1, d.flux_1_err, d.class
        FROM survey.detection AS d
        INNER JOIN survey.image AS i ON i.image_id = d.image_id
        WHERE
            d.source_id = light_curve.source_id
            AND (NOT light_curve.good_only OR science.is_good(d.flags, i.bad_flags))
    ),
    ranked AS (
        SELECT
            i.image_id,
            i.mjd,
            i.flux_scale,
            i.mag_shift,
            row_number() OVER (PARTITION BY i.field_id ORDER BY i.mjd, i.image_id)::integer AS epoch
        FROM science.image_calibration AS i
        WHERE
            i.band = light_curve.band
            AND i.calibration = light_curve.calibration
            AND i.field_id IN (SELECT d.field_id FROM detected AS d)
    )
    SELECT
        r.image_id,
        r.epoch,
        r.mjd,
        science.timestamp_from_mjd(r.mjd) AS observed_at,
        d.mag_1 + r.mag_shift AS mag,
        d.mag_1_err AS mag_err,
        d.flux_1 * r.flux_scale AS flux,
        d.flux_1_err * r.flux_scale AS flux_err,
        d.flux_1 / d.flux_1_err AS snr,
        d.class,
        CASE WHEN light_curve.with_limits THEN p.limit_mag + r.mag_shift END AS limit_mag
    FROM ranked AS r
    LEFT JOIN detected AS d ON d.image_id = r.image_id
    LEFT JOIN survey.image_depth AS p ON p.image_id = r.image_id
    WHERE d.image_id IS NOT NULL OR light_curve.with_limits
    ORDER BY r.mjd, r.image_id;
END;

COMMENT ON FUNCTION science.light_curve(bigint, text, text, boolean, boolean) IS
'Light curve of a source in a band, in order of time: MJD [d], magnitude [mag], flux at zero point 25 [adu], errors, signal-to-noise (dimensionless); calibration raw, catalogue or tied; on request the 5 sigma limit [mag] of each image, also of those without the source; on request good detections only.
Subject: sources
Sample call: SELECT * FROM science.light_curve(5, ''Ks'');';
