-- Which fields are there, and what is known of each? Images, dates, sources and stars by field.
CREATE VIEW science.field_overview AS
SELECT
    f.field_id,
    i.n_image,
    i.mjd_min,
    i.mjd_max,
    coalesce(s.n_source, 0) AS n_source,
    coalesce(s.n_star, 0) AS n_star
FROM survey.field AS f
INNER JOIN (
    SELECT m.field_id, count(*) AS n_image, min(m.mjd) AS mjd_min, max(m.mjd) AS mjd_max
    FROM survey.image AS m
    GROUP BY m.field_id
) AS i ON i.field_id = f.field_id
LEFT JOIN (
    SELECT o.field_id, count(*) AS n_source, count(*) FILTER (WHERE o.is_star) AS n_star
    FROM survey.source AS o
    GROUP BY o.field_id
) AS s ON s.field_id = f.field_id;

COMMENT ON VIEW science.field_overview IS 'The fields with their images, dates, sources and stars.
Subject: images';
COMMENT ON COLUMN science.field_overview.field_id IS 'Number of the field. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.field_overview.n_image IS 'Images of the field. [] {meta.number;obs.image}';
COMMENT ON COLUMN science.field_overview.mjd_min IS
'Modified Julian date of its first image. [d] {time.epoch;stat.min}';
COMMENT ON COLUMN science.field_overview.mjd_max IS
'Modified Julian date of its last image. [d] {time.epoch;stat.max}';
COMMENT ON COLUMN science.field_overview.n_source IS 'Sources in the field. [] {meta.number;src}';
COMMENT ON COLUMN science.field_overview.n_star IS
'Sources that are stars on more than half of their detections. [] {meta.number;src}';
