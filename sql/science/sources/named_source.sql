-- Which number has the source that catalogues name by a text, and which name the number?
CREATE VIEW science.named_source AS
SELECT n.source_name, n.source_id
FROM survey.source_name AS n;

COMMENT ON VIEW science.named_source IS
'The sources whose catalogues name them by a text rather than a number, with both.
Subject: sources
Sample call: SELECT * FROM science.named_source WHERE source_name LIKE ''OGLE-BLG-%'';';
COMMENT ON COLUMN science.named_source.source_name IS
'Name of the source, as the catalogues have it. [] {meta.id;src}';
COMMENT ON COLUMN science.named_source.source_id IS 'Its number. [] {meta.id;src;meta.main}';
