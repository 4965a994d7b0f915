-- Enter a column of a catalogue of others.
INSERT INTO survey.external_list_column (
    catalogue_name, column_name, is_number, place, unit, ucd, description
)
VALUES (
    %(catalogue_name)s, %(column_name)s, %(is_number)s, %(place)s, %(unit)s, %(ucd)s, %(description)s
);
