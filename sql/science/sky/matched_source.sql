-- Which row of which catalogue of others is a source? Every match within the catalogue's radius; rank 1
-- is the nearest source of the row.
CREATE VIEW science.matched_source AS
SELECT
    m.source_id,
    m.catalogue_name,
    m.external_row,
    e.external_id,
    e.ra AS external_ra,
    e.dec AS external_dec,
    m.distance,
    m.rank
FROM survey.external_match AS m
INNER JOIN survey.external_source AS e
    ON e.catalogue_name = m.catalogue_name AND e.external_row = m.external_row;

COMMENT ON VIEW science.matched_source IS
'The sources that lie at positions of the catalogues of others.
Subject: sky';
COMMENT ON COLUMN science.matched_source.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.matched_source.catalogue_name IS 'The catalogue. [] {meta.id}';
COMMENT ON COLUMN science.matched_source.external_row IS 'Row of the catalogue, from 1. [] {meta.number}';
COMMENT ON COLUMN science.matched_source.external_id IS 'Identifier in the catalogue. [] {meta.id;src}';
COMMENT ON COLUMN science.matched_source.external_ra IS
'Right ascension at the catalogue''s epoch, ICRS. [deg] {pos.eq.ra}';
COMMENT ON COLUMN science.matched_source.external_dec IS
'Declination at the catalogue''s epoch, ICRS. [deg] {pos.eq.dec}';
COMMENT ON COLUMN science.matched_source.distance IS
'Distance of the source from the row''s position at the survey''s epoch. [deg] {pos.angDistance}';
COMMENT ON COLUMN science.matched_source.rank IS
'Rank of the source among those of the row, 1 for the nearest. [] {meta.number}';
