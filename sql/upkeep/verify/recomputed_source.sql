-- What survey.source should hold for a range of sources, from their detections alone: the rules of
-- upkeep.merge_sources said a second time, in another way, so that the one can be checked by the other.
-- No join: the planner of PostgreSQL 17 and older, which plans without knowing the range, would nest loops.
CREATE FUNCTION upkeep.recomputed_source(source_id_min bigint, source_id_max bigint)
RETURNS SETOF survey.source
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id, i.field_id, i.image_id, i.band, b.is_monitored, i.mjd, d.ra, d.dec, d.class,
            d.mag_1 AS mag, d.mag_1_err AS mag_err, d.flux_1 / d.flux_1_err AS snr,
            CASE WHEN row_number() OVER band_detections = 1 THEN i.band END AS reference_in,
            row_number() OVER all_detections AS rank
        FROM survey.detection AS d
        INNER JOIN survey.image AS i ON i.image_id = d.image_id
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE
            d.source_id BETWEEN recomputed_source.source_id_min AND recomputed_source.source_id_max
        WINDOW
            all_detections AS (PARTITION BY d.source_id ORDER BY i.mjd, i.image_id),
            band_detections AS (PARTITION BY d.source_id, i.band ORDER BY i.mjd, i.image_id)
    ),
    wide AS (
        SELECT
            r.source_id,
            max(r.ra) FILTER (WHERE r.rank = 1) AS ra,
            max(r.dec) FILTER (WHERE r.rank = 1) AS dec,
            max(r.mjd) FILTER (WHERE r.rank = 1) AS first_mjd,
            max(r.field_id) FILTER (WHERE r.rank = 1) AS field_id,
            max(r.image_id) FILTER (WHERE r.rank = 1) AS first_image_id,
            (count(*) FILTER (WHERE NOT r.is_monitored))::integer AS n_unmonitored,
            (count(*) FILTER (WHERE NOT r.is_monitored AND r.class = -1))::integer AS n_unmonitored_star,
            2 * count(*) FILTER (WHERE r.class = -1) > count(*) AS is_star,
            max(r.mjd) FILTER (WHERE r.reference_in = 'Z') AS z_mjd,
            max(r.mjd) FILTER (WHERE r.reference_in = 'Y') AS y_mjd,
            max(r.mjd) FILTER (WHERE r.reference_in = 'J') AS j_mjd,
            max(r.mjd) FILTER (WHERE r.reference_in = 'H') AS h_mjd,
            max(r.mjd) FILTER (WHERE r.reference_in = 'Ks') AS ks_mjd,
            max(r.image_id) FILTER (WHERE r.reference_in = 'Z') AS z_image_id,
            max(r.image_id) FILTER (WHERE r.reference_in = 'Y') AS y_image_id,
            max(r.image_id) FILTER (WHERE r.reference_in = 'J') AS j_image_id,
            max(r.image_id) FILTER (WHERE r.reference_in = 'H') AS h_image_id,
            max(r.image_id) FILTER (WHERE r.reference_in = 'Ks') AS ks_image_id,
            max(r.mag) FILTER (WHERE r.reference_in = 'Z') AS z_mag,
            max(r.mag_err) FILTER (WHERE r.reference_in = 'Z') AS z_mag_err,
            max(r.snr) FILTER (WHERE r.reference_in = 'Z') AS z_snr,
            max(r.mag) FILTER (WHERE r.reference_in = 'Y') AS y_mag,
            max(r.mag_err) FILTER (WHERE r.reference_in = 'Y') AS y_mag_err,
            max(r.snr) FILTER (WHERE r.reference_in = 'Y') AS y_snr,
            max(r.mag) FILTER (WHERE r.reference_in = 'J') AS j_mag,
            max(r.mag_err) FILTER (WHERE r.reference_in = 'J') AS j_mag_err,
            max(r.snr) FILTER (WHERE r.reference_in = 'J') AS j_snr,
            max(r.mag) FILTER (WHERE r.reference_in = 'H') AS h_mag,
            max(r.mag_err) FILTER (WHERE r.reference_in = 'H') AS h_mag_err,
            max(r.snr) FILTER (WHERE r.reference_in = 'H') AS h_snr,
            max(r.mag) FILTER (WHERE r.reference_in = 'Ks') AS ks_mag,
            max(r.mag_err) FILTER (WHERE r.reference_in = 'Ks') AS ks_mag_err,
            max(r.snr) FILTER (WHERE r.reference_in = 'Ks') AS ks_snr,
            max(r.class) FILTER (WHERE r.reference_in = 'Z') AS z_class,
            max(r.class) FILTER (WHERE r.reference_in = 'Y') AS y_class,
            max(r.class) FILTER (WHERE r.reference_in = 'J') AS j_class,
            max(r.class) FILTER (WHERE r.reference_in = 'H') AS h_class,
            max(r.class) FILTER (WHERE r.reference_in = 'Ks') AS ks_class
        FROM measured AS r
        GROUP BY r.source_id
    )
    SELECT
        w.source_id, w.ra, w.dec, w.first_mjd,
        w.z_mjd, w.y_mjd, w.j_mjd, w.h_mjd, w.ks_mjd,
        w.field_id, w.first_image_id,
        w.z_image_id, w.y_image_id, w.j_image_id, w.h_image_id, w.ks_image_id,
        w.n_unmonitored, w.n_unmonitored_star,
        w.z_mag, w.z_mag_err, w.z_snr, w.y_mag, w.y_mag_err, w.y_snr, w.j_mag, w.j_mag_err,
        w.j_snr, w.h_mag, w.h_mag_err, w.h_snr, w.ks_mag, w.ks_mag_err, w.ks_snr,
        w.z_mag - w.y_mag, w.z_mag - w.j_mag, w.z_mag - w.h_mag, w.z_mag - w.ks_mag,
        w.y_mag - w.j_mag, w.y_mag - w.h_mag, w.y_mag - w.ks_mag, w.j_mag - w.h_mag,
        w.j_mag - w.ks_mag, w.h_mag - w.ks_mag,
        science.zone_from_dec(w.dec) AS zone,
        w.z_class, w.y_class, w.j_class, w.h_class, w.ks_class,
        w.is_star
    FROM wide AS w;
END;

COMMENT ON FUNCTION upkeep.recomputed_source(bigint, bigint) IS
'The rows of survey.source for a range of source_id, computed from the detections.
Sample call: SELECT * FROM upkeep.recomputed_source(0, 9999);';
