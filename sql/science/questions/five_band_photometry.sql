-- R5: magnitudes in all five bands of the stars of a field whose signal-to-noise is above a threshold in the
-- reference detection of each band, with the mean Ks magnitude over all epochs beside them. A source is a
-- star when more than half of its detections are.
CREATE FUNCTION science.five_band_photometry(
    field_id integer, snr_min double precision DEFAULT 30, good_only boolean DEFAULT false
)
RETURNS TABLE (
    source_id bigint,
    z_mag real,
    y_mag real,
    j_mag real,
    h_mag real,
    ks_mag real,
    ks_mean_mag double precision,
    ks_n_epoch integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_field(five_band_photometry.field_id);

    SELECT
        s.source_id,
        s.z_mag,
        s.y_mag,
        s.j_mag,
        s.h_mag,
        s.ks_mag,
        science.mag_from_flux(v.flux_mean) AS ks_mean_mag,
        v.n_epoch AS ks_n_epoch
    FROM survey.source AS s
    LEFT JOIN survey.source_variability AS v
        ON v.source_id = s.source_id AND v.band = 'Ks' AND v.calibration = 'c'
    LEFT JOIN (
        SELECT f.source_id, array_agg(f.image_id) AS image_ids
        FROM science.flagged_detection AS f
        WHERE five_band_photometry.good_only AND f.field_id = five_band_photometry.field_id
        GROUP BY f.source_id
    ) AS b ON b.source_id = s.source_id
    WHERE
        s.field_id = five_band_photometry.field_id
        AND s.is_star
        AND s.z_snr > five_band_photometry.snr_min
        AND s.y_snr > five_band_photometry.snr_min
        AND s.j_snr > five_band_photometry.snr_min
        AND s.h_snr > five_band_photometry.snr_min
        AND s.ks_snr > five_band_photometry.snr_min
        AND NOT coalesce(
            ARRAY[s.z_image_id, s.y_image_id, s.j_image_id, s.h_image_id, s.ks_image_id] && b.image_ids, false
        );
END;

COMMENT ON FUNCTION science.five_band_photometry(integer, double precision, boolean) IS
'Five-band magnitudes [mag] of the stars of a field with signal-to-noise above a threshold (dimensionless) in all five, on request where all five reference detections are good, and their mean Ks magnitude [mag].
ks_mean_mag: Magnitude of the mean Ks flux over all epochs. [mag] {phot.mag;stat.mean;em.IR.K}
ks_n_epoch: Number of epochs in that mean. [] {meta.number;obs}
Subject: R5
Sample call: SELECT * FROM science.five_band_photometry(1, 30);';
