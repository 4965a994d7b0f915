-- Enter a description unless it is there.
INSERT INTO survey.description (
    description_name, sha256, contents, bad_flags, time_scale, time_marks, time_reference, celestial_frame
)
VALUES (
    %(name)s, %(sha256)s, %(contents)s, %(bad_flags)s, %(scale)s, %(marks)s, %(reference)s, %(frame)s
)
ON CONFLICT (sha256) DO NOTHING;
