-- Numbers for fields that come with a name: the number that each was given before, else the next. Called in
-- a transaction of its own, before anything is loaded; one caller at a time.
CREATE FUNCTION upkeep.number_fields(field_names text[])
RETURNS TABLE (field_name text, field_id integer)
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.field_name'));

    INSERT INTO survey.field_name (field_name, field_id)
    SELECT u.field_name, l.field_id + row_number() OVER (ORDER BY u.place)
    FROM unnest(number_fields.field_names) WITH ORDINALITY AS u (field_name, place)
    CROSS JOIN (
        SELECT greatest(
            (SELECT coalesce(max(f.field_id), 0) FROM survey.field AS f),
            (SELECT coalesce(max(n.field_id), 0) FROM survey.field_name AS n)
        ) AS field_id
    ) AS l
    WHERE NOT EXISTS (SELECT 1 FROM survey.field_name AS n WHERE n.field_name = u.field_name);

    SELECT n.field_name, n.field_id
    FROM survey.field_name AS n
    WHERE n.field_name = any(number_fields.field_names);
END;

COMMENT ON FUNCTION upkeep.number_fields(text[]) IS
'The numbers of fields that come with a name; new ones where there are none.
field_name: Name of the field. [] {meta.id;obs.field}
field_id: Its number. [] {meta.id;obs.field}
Sample call: SELECT * FROM upkeep.number_fields(ARRAY[''b333'']);';
