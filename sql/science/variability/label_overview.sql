-- What is each source according to others? Every label of every list; two lists may disagree.
CREATE VIEW science.label_overview AS
SELECT
    l.source_id,
    s.field_id,
    l.class,
    l.certainty,
    l.whence,
    i.loaded_at,
    science.mjd_from_timestamp(i.loaded_at) AS loaded_mjd
FROM survey.label AS l
INNER JOIN survey.label_list AS i ON i.whence = l.whence
LEFT JOIN survey.source AS s ON s.source_id = l.source_id;

COMMENT ON VIEW science.label_overview IS
'What sources are according to the lists that python -m loader labels has loaded.
Subject: variability';
COMMENT ON COLUMN science.label_overview.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.label_overview.field_id IS
'Field of the source; missing where its catalogues were taken out. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.label_overview.class IS 'The class, as the list calls it. [] {src.class}';
COMMENT ON COLUMN science.label_overview.certainty IS
'How sure the list is of it, from 0 to 1; missing where it does not say. [] {stat.probability}';
COMMENT ON COLUMN science.label_overview.whence IS 'List that the label comes from. [] {meta.id}';
COMMENT ON COLUMN science.label_overview.loaded_at IS 'When the list was loaded. [] {time.processing}';
COMMENT ON COLUMN science.label_overview.loaded_mjd IS
'The same as modified Julian date. [d] {time.processing}';
