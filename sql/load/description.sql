-- Enter a description unless it is there, and give its number.
WITH entered AS (
    INSERT INTO survey.description (
        description_name, sha256, contents, bad_flags, time_scale, time_marks, time_reference, celestial_frame
    )
    VALUES (
        %(name)s, %(sha256)s, %(contents)s, %(bad_flags)s, %(scale)s, %(marks)s, %(reference)s, %(frame)s
    )
    ON CONFLICT (sha256) DO NOTHING
    RETURNING description_id
)
SELECT e.description_id FROM entered AS e
UNION
SELECT d.description_id FROM survey.description AS d WHERE d.sha256 = %(sha256)s;
