-- Takes the tables and columns of 0006_description.sql away again, with all that they hold.
-- squawk-ignore ban-drop-column
ALTER TABLE survey.load DROP COLUMN description_id;
-- squawk-ignore ban-drop-column
ALTER TABLE survey.image DROP COLUMN bad_flags;
DROP TABLE
    survey.source_name,
    survey.field_name,
    survey.image_key,
    survey.flag,
    survey.description;
