-- The images in the terms of ObsCore, for DaCHS's own database: the hull of the detections as a polygon of
-- pgSphere, wavelengths in metres. What is left out has no polygon: fewer than three corners.
INSERT INTO epochdb.observed_image (
    image_id, field_id, band, ra, dec, fov, s_region, t_min, t_max, t_exptime, em_min, em_max
)
SELECT
    i.image_id,
    i.field_id,
    i.band,
    o.ra_centre,
    o.dec_centre,
    2 * o.radius,
    (
        SELECT ('{' || string_agg('(' || v.ra || 'd,' || v.dec || 'd)', ',' ORDER BY v.place) || '}')::spoly
        FROM (
            SELECT n.place, o.vertices[2 * n.place - 1] AS ra, o.vertices[2 * n.place] AS "dec"
            FROM generate_series(1, cardinality(o.vertices) / 2) AS n (place)
        ) AS v
    ),
    i.mjd + CASE f.mjd_mark WHEN 'start' THEN 0 WHEN 'middle' THEN -0.5 ELSE -1 END * e.days,
    i.mjd + CASE f.mjd_mark WHEN 'start' THEN 1 WHEN 'middle' THEN 0.5 ELSE 0 END * e.days,
    i.exposure_time,
    (b.wavelength_um - coalesce(b.width_um, 0) / 2) * 1e-6,
    (b.wavelength_um + coalesce(b.width_um, 0) / 2) * 1e-6
FROM epochdb_remote.image AS i
INNER JOIN epochdb_remote.image_outline AS o ON o.image_id = i.image_id
INNER JOIN epochdb_remote.band AS b ON b.band = i.band
CROSS JOIN epochdb_remote.reference_frame AS f
CROSS JOIN LATERAL (SELECT coalesce(i.exposure_time, 0) / 86400::double precision AS days) AS e
WHERE cardinality(o.vertices) >= 6;
