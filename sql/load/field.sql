-- Enter an image's field, unless it is there.
INSERT INTO survey.field (field_id)
VALUES (%(field_id)s)
ON CONFLICT DO NOTHING;
