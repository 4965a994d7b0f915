-- Enter what a bit of the flags means.
INSERT INTO survey.flag (description_id, bit, flag_name, meaning)
VALUES (%(description_id)s, %(bit)s, %(name)s, %(meaning)s)
ON CONFLICT DO NOTHING;
