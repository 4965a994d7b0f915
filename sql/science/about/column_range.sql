-- Between which values does each column of a catalogue lie? Kept by the loader, catalogue by catalogue, so it
-- is exact and costs no reading of detections; the columns of the images are read as they are.
CREATE VIEW science.column_range AS
SELECT
    'survey'::text AS schema_name,
    'detection'::text AS table_name,
    r.column_name,
    min(r.value_min) AS value_min,
    max(r.value_max) AS value_max
FROM survey.catalogue_range AS r
GROUP BY r.column_name
UNION ALL
SELECT 'survey', 'image', c.column_name, min(c.value), max(c.value)
FROM survey.image AS i
CROSS JOIN LATERAL (
    VALUES
    ('image_id', i.image_id::double precision),
    ('field_id', i.field_id),
    ('mjd', i.mjd),
    ('airmass', i.airmass),
    ('exposure_time', i.exposure_time),
    ('zero_point_1', i.zero_point_1),
    ('zero_point_2', i.zero_point_2),
    ('zero_point_3', i.zero_point_3)
) AS c (column_name, value)
GROUP BY c.column_name;

COMMENT ON VIEW science.column_range IS
'The lowest and highest value of each numeric column of the detections and images, always up to date.
Subject: about';
COMMENT ON COLUMN science.column_range.schema_name IS 'Schema of the table. [] {meta.id}';
COMMENT ON COLUMN science.column_range.table_name IS 'Name of the table. [] {meta.id;meta.table}';
COMMENT ON COLUMN science.column_range.column_name IS 'Name of the column. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.column_range.value_min IS
'Lowest value, in the unit that science.column_info gives for the column. [] {stat.value;stat.min}';
COMMENT ON COLUMN science.column_range.value_max IS
'Highest value, in that unit. [] {stat.value;stat.max}';
