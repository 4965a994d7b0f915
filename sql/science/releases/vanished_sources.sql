-- Which sources are missing on images after a load that should show them? Those seen on nine of ten earlier
-- images of a monitored band, whose mean flux is so far above the limit of each of the field's last n_image
-- images that noise hides it on one in a thousand (signal-to-noise 5 + 3.1 expected), and on none of which
-- they are. One image alone loses sources by blends and edges; two in a row hardly ever.
CREATE FUNCTION science.vanished_sources(load_id bigint, n_image integer DEFAULT 2)
RETURNS TABLE (
    source_id bigint, field_id integer, band text, n_epoch integer, mag_before double precision,
    shallowest_limit_mag double precision, snr_expected double precision, mjd double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
SET enable_indexonlyscan = off
BEGIN ATOMIC
    WITH ranked AS (
        SELECT
            i.image_id, i.field_id, i.band, i.mjd, p.limit_mag,
            c.load_id > vanished_sources.load_id AS is_new,
            row_number() OVER (PARTITION BY i.field_id, i.band ORDER BY i.mjd DESC, i.image_id DESC) AS place,
            count(*) OVER (PARTITION BY i.field_id, i.band) AS n_all
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        INNER JOIN survey.image_depth AS p ON p.image_id = i.image_id
    ),
    last_image AS MATERIALIZED (
        SELECT
            r.field_id, r.band, array_agg(r.image_id) AS image_ids,
            array_agg(r.image_id) FILTER (WHERE r.is_new) AS new_image_ids,
            min(r.limit_mag) AS limit_mag, power(10, 0.4 * (25 - min(r.limit_mag))) AS limit_flux,
            min(r.mjd) AS mjd, max(r.n_all) - vanished_sources.n_image AS n_before
        FROM ranked AS r
        WHERE r.place <= vanished_sources.n_image
        GROUP BY r.field_id, r.band
        HAVING bool_or(r.is_new) AND max(r.n_all) >= vanished_sources.n_image + 3
    ),
    -- What the new images show, nearly all, has not vanished; they lie together and are found by block
    -- ranges, where the primary key would be read in full
    new_image AS MATERIALIZED (
        SELECT unnest(o.new_image_ids) AS image_id FROM last_image AS o
    ),
    shown AS MATERIALIZED (
        SELECT d.source_id, d.image_id
        FROM new_image AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(ARRAY(SELECT o.image_id FROM new_image AS o))
    ),
    missed AS MATERIALIZED (
        SELECT s.source_id, s.field_id, l.band
        FROM last_image AS l
        INNER JOIN survey.source AS s ON s.field_id = l.field_id
        WHERE NOT EXISTS (
            SELECT 1
            FROM shown AS n
            WHERE n.source_id = s.source_id AND n.image_id = any(l.new_image_ids)
        )
    )
    SELECT
        s.source_id, s.field_id, l.band, v.n_epoch, science.mag_from_flux(v.flux_mean) AS mag_before,
        l.limit_mag AS shallowest_limit_mag, 5 * v.flux_mean / l.limit_flux AS snr_expected, l.mjd
    FROM missed AS s
    INNER JOIN last_image AS l ON l.field_id = s.field_id AND l.band = s.band
    INNER JOIN survey.source_variability AS v
        ON v.source_id = s.source_id AND v.band = s.band AND v.calibration = 'c'
    WHERE
        10 * v.n_detection >= 9 * l.n_before
        AND v.flux_mean > 8.1 / 5 * l.limit_flux
        AND NOT EXISTS (
            SELECT 1
            FROM survey.detection AS d
            WHERE d.source_id = v.source_id AND d.image_id = any(l.image_ids)
        )
    ORDER BY s.source_id;
END;

COMMENT ON FUNCTION science.vanished_sources(bigint, integer) IS
'Sources that are on none of the last n_image images of their field in a monitored band, though each should show them, where one of these images came after a load.
n_epoch: Earlier epochs that show it. [] {meta.number;obs}
mag_before: Magnitude of its mean flux on them. [mag] {phot.mag;stat.mean;em.IR}
shallowest_limit_mag: Limit at signal-to-noise 5 of the shallowest of the images that do not show it. [mag] {phot.mag;stat.min;em.IR}
snr_expected: Signal-to-noise that it should have had there. [] {stat.snr;phot.flux}
mjd: Modified Julian date of the first of these images. [d] {time.epoch;obs.exposure}
Subject: releases
Sample call: SELECT * FROM science.vanished_sources(0);';
