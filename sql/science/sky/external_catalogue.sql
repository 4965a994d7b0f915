-- Which catalogues of others are there, and what did matching them give? Beside the matches stands how many
-- chance would make. A catalogue is stale where the survey has changed since it was matched.
CREATE VIEW science.external_catalogue AS
SELECT
    l.catalogue_name,
    l.n_row,
    l.position_epoch,
    l.radius,
    r.survey_epoch,
    r.n_matched,
    r.n_matched_source,
    r.n_chance_by_density,
    r.n_chance_by_shift,
    r.matched_at,
    science.mjd_from_timestamp(r.matched_at) AS matched_mjd,
    NOT coalesce(
        r.n_image = c.n_image AND coalesce(r.newest_load = c.newest_load, c.n_image = 0), false
    ) AS is_stale,
    l.path
FROM survey.external_list AS l
LEFT JOIN survey.external_match_run AS r ON r.catalogue_name = l.catalogue_name
CROSS JOIN (
    SELECT count(*) AS n_image, max(k.loaded_at) AS newest_load FROM survey.catalogue AS k
) AS c;

COMMENT ON VIEW science.external_catalogue IS
'The catalogues of others beside the survey: what matching them with the sources gave, and how much of it chance would.
Subject: sky';
COMMENT ON COLUMN science.external_catalogue.catalogue_name IS 'Name of the catalogue. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.external_catalogue.n_row IS 'Rows of it. [] {meta.number}';
COMMENT ON COLUMN science.external_catalogue.position_epoch IS
'Epoch of its positions, a Julian year. [yr] {time.epoch}';
COMMENT ON COLUMN science.external_catalogue.radius IS
'How far from a position a source may lie. [deg] {pos.angDistance;stat.max}';
COMMENT ON COLUMN science.external_catalogue.survey_epoch IS
'Epoch to which proper motions were followed, a Julian year. [yr] {time.epoch}';
COMMENT ON COLUMN science.external_catalogue.n_matched IS 'Rows that found a source. [] {meta.number}';
COMMENT ON COLUMN science.external_catalogue.n_matched_source IS 'Sources that were found. [] {meta.number;src}';
COMMENT ON COLUMN science.external_catalogue.n_chance_by_density IS
'Rows that would find a source by chance, from the density of sources around them. [] {meta.number}';
COMMENT ON COLUMN science.external_catalogue.n_chance_by_shift IS
'Rows that would find a source by chance, from matching shifted positions. [] {meta.number}';
COMMENT ON COLUMN science.external_catalogue.matched_at IS 'When it was matched. [] {time.processing}';
COMMENT ON COLUMN science.external_catalogue.matched_mjd IS
'The same as modified Julian date. [d] {time.processing}';
COMMENT ON COLUMN science.external_catalogue.is_stale IS
'Whether the survey has changed since. [] {meta.code}';
COMMENT ON COLUMN science.external_catalogue.path IS 'File that it was read from. [] {meta.id;meta.file}';
