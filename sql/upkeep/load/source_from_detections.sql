-- What some images alone tell of each of their sources between two source_id: how many detections it has
-- and how many of a star, its position, which is that of the earliest detection, and the reference
-- detection of each band side by side. The reference detection is the one with the earliest (mjd,
-- image_id); each image's rank in that order is found once, so that a detection need but be compared by a
-- number.
CREATE FUNCTION upkeep.source_from_detections(image_ids integer[])
RETURNS TABLE (
    source_id bigint, field_id integer, ra double precision, "dec" double precision,
    first_mjd double precision, first_image_id integer,
    n_detection integer, n_star integer, n_unmonitored integer, n_unmonitored_star integer,
    z_mjd double precision, z_image_id integer, z_mag real, z_mag_err real, z_snr real, z_class smallint,
    y_mjd double precision, y_image_id integer, y_mag real, y_mag_err real, y_snr real, y_class smallint,
    j_mjd double precision, j_image_id integer, j_mag real, j_mag_err real, j_snr real, j_class smallint,
    h_mjd double precision, h_image_id integer, h_mag real, h_mag_err real, h_snr real, h_class smallint,
    ks_mjd double precision, ks_image_id integer, ks_mag real, ks_mag_err real, ks_snr real, ks_class smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH ranked AS MATERIALIZED (
        SELECT
            i.image_id, i.field_id, i.band, i.mjd, b.is_monitored,
            row_number() OVER (ORDER BY i.mjd, i.image_id) AS rank
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE i.image_id = any(source_from_detections.image_ids)
    ),
    found AS (
        SELECT
            d.source_id, i.band, min(i.rank) AS rank,
            min(min(i.rank)) OVER (PARTITION BY d.source_id) AS first_rank,
            count(*) AS n_detection,
            count(*) FILTER (WHERE d.class = -1) AS n_star
        FROM ranked AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(source_from_detections.image_ids)
        GROUP BY d.source_id, i.band
    ),
    reference AS (
        SELECT
            f.source_id, f.band, f.rank = f.first_rank AS is_first, f.n_detection, f.n_star,
            i.is_monitored, i.field_id, i.mjd, i.image_id, d.ra, d.dec, d.class,
            d.mag_1 AS mag, d.mag_1_err AS mag_err, d.flux_1 / d.flux_1_err AS snr
        FROM found AS f
        INNER JOIN ranked AS i ON i.rank = f.rank
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.source_id = f.source_id
            AND d.image_id = any(source_from_detections.image_ids)
    )
    SELECT
        r.source_id,
        max(r.field_id) FILTER (WHERE r.is_first) AS field_id,
        max(r.ra) FILTER (WHERE r.is_first) AS ra,
        max(r.dec) FILTER (WHERE r.is_first) AS dec,
        max(r.mjd) FILTER (WHERE r.is_first) AS first_mjd,
        max(r.image_id) FILTER (WHERE r.is_first) AS first_image_id,
        sum(r.n_detection)::integer AS n_detection,
        sum(r.n_star)::integer AS n_star,
        coalesce(sum(r.n_detection) FILTER (WHERE NOT r.is_monitored), 0)::integer AS n_unmonitored,
        coalesce(sum(r.n_star) FILTER (WHERE NOT r.is_monitored), 0)::integer AS n_unmonitored_star,
        max(r.mjd) FILTER (WHERE r.band = 'Z') AS z_mjd,
        max(r.image_id) FILTER (WHERE r.band = 'Z') AS z_image_id,
        max(r.mag) FILTER (WHERE r.band = 'Z') AS z_mag,
        max(r.mag_err) FILTER (WHERE r.band = 'Z') AS z_mag_err,
        max(r.snr) FILTER (WHERE r.band = 'Z') AS z_snr,
        max(r.class) FILTER (WHERE r.band = 'Z') AS z_class,
        max(r.mjd) FILTER (WHERE r.band = 'Y') AS y_mjd,
        max(r.image_id) FILTER (WHERE r.band = 'Y') AS y_image_id,
        max(r.mag) FILTER (WHERE r.band = 'Y') AS y_mag,
        max(r.mag_err) FILTER (WHERE r.band = 'Y') AS y_mag_err,
        max(r.snr) FILTER (WHERE r.band = 'Y') AS y_snr,
        max(r.class) FILTER (WHERE r.band = 'Y') AS y_class,
        max(r.mjd) FILTER (WHERE r.band = 'J') AS j_mjd,
        max(r.image_id) FILTER (WHERE r.band = 'J') AS j_image_id,
        max(r.mag) FILTER (WHERE r.band = 'J') AS j_mag,
        max(r.mag_err) FILTER (WHERE r.band = 'J') AS j_mag_err,
        max(r.snr) FILTER (WHERE r.band = 'J') AS j_snr,
        max(r.class) FILTER (WHERE r.band = 'J') AS j_class,
        max(r.mjd) FILTER (WHERE r.band = 'H') AS h_mjd,
        max(r.image_id) FILTER (WHERE r.band = 'H') AS h_image_id,
        max(r.mag) FILTER (WHERE r.band = 'H') AS h_mag,
        max(r.mag_err) FILTER (WHERE r.band = 'H') AS h_mag_err,
        max(r.snr) FILTER (WHERE r.band = 'H') AS h_snr,
        max(r.class) FILTER (WHERE r.band = 'H') AS h_class,
        max(r.mjd) FILTER (WHERE r.band = 'Ks') AS ks_mjd,
        max(r.image_id) FILTER (WHERE r.band = 'Ks') AS ks_image_id,
        max(r.mag) FILTER (WHERE r.band = 'Ks') AS ks_mag,
        max(r.mag_err) FILTER (WHERE r.band = 'Ks') AS ks_mag_err,
        max(r.snr) FILTER (WHERE r.band = 'Ks') AS ks_snr,
        max(r.class) FILTER (WHERE r.band = 'Ks') AS ks_class
    FROM reference AS r
    GROUP BY r.source_id;
END;

COMMENT ON FUNCTION upkeep.source_from_detections(integer[]) IS
'What some images alone tell of each of their sources: position [deg], counts and the reference detections.
Sample call: SELECT * FROM upkeep.source_from_detections(ARRAY[1, 2]);';
