-- The light curve of a source in a band: its detections in order of time, fluxes scaled to zero point 25.
-- The epoch is the rank of the image by date within its field and band, whether or not the source is on it.
CREATE FUNCTION science.light_curve(source_id bigint, band text DEFAULT 'Ks')
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
    class smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH detected AS (
        SELECT d.image_id, i.field_id, d.mag_1, d.mag_1_err, d.flux_1, d.flux_1_err, d.class
        FROM survey.detection AS d
        INNER JOIN survey.image AS i ON i.image_id = d.image_id
        WHERE
            d.source_id = light_curve.source_id
            AND i.band = science.checked_band(light_curve.band)
    ),
    ranked AS (
        SELECT
            i.image_id,
            i.mjd,
            science.flux_scale(i.zero_point_1) AS flux_scale,
            row_number() OVER (PARTITION BY i.field_id ORDER BY i.mjd, i.image_id)::integer AS epoch
        FROM survey.image AS i
        WHERE i.band = light_curve.band AND i.field_id IN (SELECT d.field_id FROM detected AS d)
    )
    SELECT
        d.image_id,
        r.epoch,
        r.mjd,
        science.timestamp_from_mjd(r.mjd) AS observed_at,
        d.mag_1 AS mag,
        d.mag_1_err AS mag_err,
        d.flux_1 * r.flux_scale AS flux,
        d.flux_1_err * r.flux_scale AS flux_err,
        d.flux_1 / d.flux_1_err AS snr,
        d.class
    FROM detected AS d
    INNER JOIN ranked AS r ON r.image_id = d.image_id
    ORDER BY r.mjd, d.image_id;
END;

COMMENT ON FUNCTION science.light_curve(bigint, text) IS
'Light curve of a source in a band, in order of time: MJD [d], magnitude [mag], flux at zero point 25 [adu], errors, signal-to-noise (dimensionless).
Sample call: SELECT * FROM science.light_curve(5, ''Ks'');';
