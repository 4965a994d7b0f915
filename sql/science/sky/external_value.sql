-- What does a catalogue of others say in a column? Its values, row by row, to be joined with
-- science.matched_source.
CREATE FUNCTION science.external_value(catalogue_name text, column_name text)
RETURNS TABLE (external_row integer, external_id text, number double precision, text text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_external_column(external_value.catalogue_name, external_value.column_name);

    SELECT
        e.external_row,
        e.external_id,
        CASE WHEN c.is_number THEN e.numbers[c.place] END AS number,
        CASE WHEN NOT c.is_number THEN e.texts[c.place] END AS text
    FROM survey.external_list_column AS c
    INNER JOIN survey.external_source AS e ON e.catalogue_name = c.catalogue_name
    WHERE c.catalogue_name = external_value.catalogue_name AND c.column_name = external_value.column_name
    ORDER BY e.external_row;
END;

COMMENT ON FUNCTION science.external_value(text, text) IS
'The values of a column of a catalogue of others, in the unit that science.external_column says.
external_id: Identifier in the catalogue. [] {meta.id;src}
number: The value, where the column holds numbers. [] {meta.number}
text: The value, where the column holds texts. [] {meta.note}
Subject: sky
Sample call: SELECT v.* FROM science.external_column AS c CROSS JOIN LATERAL science.external_value(c.catalogue_name, c.column_name) AS v;';
