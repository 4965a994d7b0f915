-- What do the catalogues of others say? The columns that were taken of each.
CREATE VIEW science.external_column AS
SELECT c.catalogue_name, c.column_name, c.is_number, c.unit, c.ucd, c.description
FROM survey.external_list_column AS c;

COMMENT ON VIEW science.external_column IS
'The columns that were taken of the catalogues of others; their values: science.external_value.
Subject: sky';
COMMENT ON COLUMN science.external_column.catalogue_name IS 'The catalogue. [] {meta.id}';
COMMENT ON COLUMN science.external_column.column_name IS 'Name of the column. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.external_column.is_number IS 'Whether it holds numbers, else texts. [] {meta.code}';
COMMENT ON COLUMN science.external_column.unit IS 'Unit that the file states. [] {meta.unit}';
COMMENT ON COLUMN science.external_column.ucd IS 'UCD that the file states. [] {meta.ucd}';
COMMENT ON COLUMN science.external_column.description IS 'What the file says of it. [] {meta.note}';
