-- Keeps apart what goes with the catalogue of an image that is about to be replaced or taken out, if the
-- last release has it, and copies the summaries of its sources: all of it stays as of the releases that
-- have it.
CREATE FUNCTION upkeep.keep_catalogue(image_id integer)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
    first_release_id integer;
    kept_table text;
BEGIN
    INSERT INTO survey.removed_catalogue (image_id, field_id, band, mjd, path, sha256, n_detection, load_id)
    SELECT c.image_id, i.field_id, i.band, i.mjd, c.path, c.sha256, c.n_detection, c.load_id
    FROM survey.catalogue AS c
    INNER JOIN survey.image AS i ON i.image_id = c.image_id
    WHERE c.image_id = keep_catalogue.image_id;
    IF last_release_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM upkeep.keep_between(r.source_id_min, r.source_id_max)
    FROM upkeep.source_id_range(ARRAY[keep_catalogue.image_id]) AS r;
    UPDATE survey.release_image AS m
    SET release_to = last_release_id
    WHERE
        m.image_id = keep_catalogue.image_id AND m.release_to = 2147483647
        AND m.release_from <= last_release_id
    RETURNING m.release_from INTO first_release_id;
    IF NOT FOUND THEN
        DELETE FROM survey.release_image AS m
        WHERE m.image_id = keep_catalogue.image_id AND m.release_to = 2147483647;
        RETURN;
    END IF;
    FOR kept_table IN SELECT k.table_name FROM upkeep.kept_tables() AS k LOOP
        EXECUTE pg_catalog.format(
            'INSERT INTO survey.%1$I (%2$s, release_from, release_to)'
            ' SELECT %3$s, $1, $2 FROM survey.%4$I AS t WHERE t.image_id = $3',
            'kept_' || kept_table, upkeep.columns_of(kept_table, ''), upkeep.columns_of(kept_table, 't.'),
            kept_table
        ) USING first_release_id, last_release_id, keep_catalogue.image_id;
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.keep_catalogue(integer) IS
'Keeps the catalogue of an image, and the summaries of its sources, for the releases that have it; part of every removal.
Sample call: SELECT upkeep.keep_catalogue(1);';
