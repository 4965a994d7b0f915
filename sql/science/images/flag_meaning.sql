-- What do the bits of the detections' flags mean, and which of them keep a detection from being good? Each
-- description of a survey has bits of its own; an image's are those of the description that it was loaded by.
CREATE VIEW science.flag_meaning AS
SELECT
    f.description_id,
    d.description_name,
    f.bit::integer AS bit,
    (1 << f.bit) AS flag_value,
    f.flag_name,
    f.meaning,
    (d.bad_flags & (1 << f.bit)) <> 0 AS is_bad,
    (
        SELECT count(*)
        FROM survey.load AS l
        INNER JOIN survey.catalogue AS c ON c.load_id = l.load_id
        WHERE l.description_id = f.description_id
    ) AS n_image
FROM survey.flag AS f
INNER JOIN survey.description AS d ON d.description_id = f.description_id;

COMMENT ON VIEW science.flag_meaning IS
'The bits of survey.detection.flags, what each means and whether it keeps a detection from being good.
Subject: images
Sample call: SELECT * FROM science.flag_meaning ORDER BY description_id, bit;';
COMMENT ON COLUMN science.flag_meaning.description_id IS
'Description that explains the flags. [] {meta.id}';
COMMENT ON COLUMN science.flag_meaning.description_name IS 'Its name. [] {meta.id}';
COMMENT ON COLUMN science.flag_meaning.bit IS 'Bit, from 0. [] {meta.number}';
COMMENT ON COLUMN science.flag_meaning.flag_value IS 'What the bit adds to the flags, 2**bit. [] {meta.code.qual}';
COMMENT ON COLUMN science.flag_meaning.flag_name IS 'Name of the flag. [] {meta.id}';
COMMENT ON COLUMN science.flag_meaning.meaning IS 'What it means. [] {meta.note}';
COMMENT ON COLUMN science.flag_meaning.is_bad IS
'Whether it keeps a detection from being good. [] {meta.code.qual}';
COMMENT ON COLUMN science.flag_meaning.n_image IS
'Images whose flags the description explains. [] {meta.number;obs.image}';
