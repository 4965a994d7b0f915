-- What survey.source should hold for a range of sources, from their detections alone: the rules of
-- science.merge_sources said a second time, in another way, so that the one can be checked by the other.
-- Detections on one image can be left out (0: none), as when its catalogue is about to be taken away.
CREATE FUNCTION science.recomputed_source(
    source_id_min bigint, source_id_max bigint, without_image_id integer
)
RETURNS SETOF survey.source
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id, i.field_id, i.image_id, i.band, i.mjd, d.ra, d.dec, d.class,
            d.mag_1 AS mag, d.mag_1_err AS mag_err, d.flux_1 / d.flux_1_err AS snr,
            row_number() OVER band_detections AS band_rank,
            row_number() OVER all_detections AS rank
        FROM survey.detection AS d
        INNER JOIN survey.image AS i ON i.image_id = d.image_id
        WHERE
            d.source_id BETWEEN recomputed_source.source_id_min AND recomputed_source.source_id_max
            AND d.image_id <> recomputed_source.without_image_id
        WINDOW
            all_detections AS (PARTITION BY d.source_id ORDER BY i.mjd, i.image_id),
            band_detections AS (PARTITION BY d.source_id, i.band ORDER BY i.mjd, i.image_id)
    ),
    counted AS (
        SELECT m.source_id, count(*)::integer AS n_detection, (count(*) FILTER (WHERE m.class = -1))::integer AS n_star
        FROM measured AS m
        GROUP BY m.source_id
    ),
    wide AS (
        SELECT
            max(r.mjd) FILTER (WHERE r.band = 'Z') AS z_mjd,
            max(r.mjd) FILTER (WHERE r.band = 'Y') AS y_mjd,
            max(r.mjd) FILTER (WHERE r.band = 'J') AS j_mjd,
            max(r.mjd) FILTER (WHERE r.band = 'H') AS h_mjd,
            max(r.mjd) FILTER (WHERE r.band = 'Ks') AS ks_mjd,
            max(r.image_id) FILTER (WHERE r.band = 'Z') AS z_image_id,
            max(r.image_id) FILTER (WHERE r.band = 'Y') AS y_image_id,
            max(r.image_id) FILTER (WHERE r.band = 'J') AS j_image_id,
            max(r.image_id) FILTER (WHERE r.band = 'H') AS h_image_id,
            max(r.image_id) FILTER (WHERE r.band = 'Ks') AS ks_image_id,
            max(r.mag) FILTER (WHERE r.band = 'Z') AS z_mag,
            max(r.mag_err) FILTER (WHERE r.band = 'Z') AS z_mag_err,
            max(r.snr) FILTER (WHERE r.band = 'Z') AS z_snr,
            max(r.mag) FILTER (WHERE r.band = 'Y') AS y_mag,
            max(r.mag_err) FILTER (WHERE r.band = 'Y') AS y_mag_err,
            max(r.snr) FILTER (WHERE r.band = 'Y') AS y_snr,
            max(r.mag) FILTER (WHERE r.band = 'J') AS j_mag,
            max(r.mag_err) FILTER (WHERE r.band = 'J') AS j_mag_err,
            max(r.snr) FILTER (WHERE r.band = 'J') AS j_snr,
            max(r.mag) FILTER (WHERE r.band = 'H') AS h_mag,
            max(r.mag_err) FILTER (WHERE r.band = 'H') AS h_mag_err,
            max(r.snr) FILTER (WHERE r.band = 'H') AS h_snr,
            max(r.mag) FILTER (WHERE r.band = 'Ks') AS ks_mag,
            max(r.mag_err) FILTER (WHERE r.band = 'Ks') AS ks_mag_err,
            max(r.snr) FILTER (WHERE r.band = 'Ks') AS ks_snr,
            max(r.class) FILTER (WHERE r.band = 'Z') AS z_class,
            max(r.class) FILTER (WHERE r.band = 'Y') AS y_class,
            max(r.class) FILTER (WHERE r.band = 'J') AS j_class,
            max(r.class) FILTER (WHERE r.band = 'H') AS h_class,
            max(r.class) FILTER (WHERE r.band = 'Ks') AS ks_class,
            r.source_id
        FROM measured AS r
        WHERE r.band_rank = 1
        GROUP BY r.source_id
    )
    SELECT
        f.source_id, f.ra, f.dec, f.mjd,
        w.z_mjd, w.y_mjd, w.j_mjd, w.h_mjd, w.ks_mjd,
        f.field_id, f.image_id,
        w.z_image_id, w.y_image_id, w.j_image_id, w.h_image_id, w.ks_image_id,
        c.n_detection, c.n_star,
        w.z_mag, w.z_mag_err, w.z_snr, w.y_mag, w.y_mag_err, w.y_snr, w.j_mag, w.j_mag_err,
        w.j_snr, w.h_mag, w.h_mag_err, w.h_snr, w.ks_mag, w.ks_mag_err, w.ks_snr,
        w.z_mag - w.y_mag, w.z_mag - w.j_mag, w.z_mag - w.h_mag, w.z_mag - w.ks_mag,
        w.y_mag - w.j_mag, w.y_mag - w.h_mag, w.y_mag - w.ks_mag, w.j_mag - w.h_mag,
        w.j_mag - w.ks_mag, w.h_mag - w.ks_mag,
        w.z_class, w.y_class, w.j_class, w.h_class, w.ks_class,
        2 * c.n_star > c.n_detection
    FROM measured AS f
    INNER JOIN counted AS c ON c.source_id = f.source_id
    INNER JOIN wide AS w ON w.source_id = f.source_id
    WHERE f.rank = 1;
END;

COMMENT ON FUNCTION science.recomputed_source(bigint, bigint, integer) IS
'The rows of survey.source for a range of source_id, computed from the detections, without those of one image (0: all).
Sample call: SELECT * FROM science.recomputed_source(0, 9999, 0);';
