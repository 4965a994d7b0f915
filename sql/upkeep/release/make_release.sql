-- Makes a release of what is in at this moment, and gives its token. Rows of small tables are written, and
-- light curves that the next loads will change, up to a number. Loads, removals and ties that are at work
-- are waited for, and wait meanwhile: each comes wholly before the release or wholly after it.
CREATE FUNCTION upkeep.make_release(name text, description text, n_ahead_max bigint DEFAULT 400000)
RETURNS text
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    new_release_id integer;
    copied_table text;
    new_token text;
BEGIN
    PERFORM upkeep.require_release_name(make_release.name);
    PERFORM upkeep.write_in_sequence();
    LOCK TABLE survey.source_variability, survey.rejected_file IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO survey.data_release AS r (
        name, schema_name, description, rejected_file_id_max, n_image, n_detection
    )
    SELECT
        make_release.name, lower(make_release.name), make_release.description, j.rejected_file_id_max,
        c.n_image, c.n_detection
    FROM (
        SELECT count(*) AS n_image, coalesce(sum(k.n_detection), 0) AS n_detection FROM survey.catalogue AS k
    ) AS c
    CROSS JOIN (
        SELECT coalesce(max(f.rejected_file_id), 0) AS rejected_file_id_max FROM survey.rejected_file AS f
    ) AS j
    RETURNING r.release_id INTO new_release_id;
    INSERT INTO survey.release_image (image_id, release_from)
    SELECT c.image_id, new_release_id
    FROM survey.catalogue AS c
    WHERE NOT EXISTS (
        SELECT 1
        FROM survey.release_image AS m
        WHERE m.image_id = c.image_id AND m.release_to = 2147483647
    );
    INSERT INTO survey.release_run (release_id, run_id)
    SELECT new_release_id, r.run_id FROM survey.model_run AS r;
    FOREACH copied_table IN ARRAY ARRAY['band', 'field', 'load', 'tie', 'noise_run'] LOOP
        EXECUTE pg_catalog.format(
            'INSERT INTO survey.%I (%s, release_id) SELECT %s, $1 FROM survey.%I AS t',
            'release_' || copied_table, upkeep.columns_of(copied_table, ''),
            upkeep.columns_of(copied_table, 't.'), copied_table
        ) USING new_release_id;
    END LOOP;
    PERFORM upkeep.open_release(new_release_id);
    UPDATE survey.data_release AS r
    SET token = science.contents_token()
    WHERE r.release_id = new_release_id
    RETURNING r.token INTO new_token;
    PERFORM upkeep.keep_ahead(new_release_id, make_release.n_ahead_max);
    RETURN new_token;
END
$$;

COMMENT ON FUNCTION upkeep.make_release(text, text, bigint) IS
'Makes a release of what is in now under a name that is to be its schema''s too, with a description, and gives the token to cite; about n_ahead_max light curves are copied for it at once, so that no load pays for them.
Sample call: SELECT upkeep.make_release(''DR3'', ''What the third paper rests on'');';
