-- Forgets a release: its schemas go, and of what was kept for it all that no other release needs.
CREATE FUNCTION upkeep.forget_release(name text)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    history text;
BEGIN
    PERFORM upkeep.require_release(forget_release.name);
    PERFORM upkeep.write_in_sequence();
    LOCK TABLE survey.source_variability IN SHARE ROW EXCLUSIVE MODE;
    PERFORM upkeep.close_releases(forget_release.name);
    DELETE FROM survey.data_release AS r WHERE r.name = forget_release.name;
    -- Earlier releases have their light curves from the copies, too, that were made for this one
    DELETE FROM survey.release_range AS g
    WHERE NOT EXISTS (SELECT 1 FROM survey.data_release AS r WHERE r.release_id <= g.release_id);
    DELETE FROM survey.release_image AS m
    WHERE NOT EXISTS (
        SELECT 1 FROM survey.data_release AS r WHERE r.release_id BETWEEN m.release_from AND m.release_to
    );
    FOR history IN
        SELECT 'kept_' || k.table_name FROM upkeep.kept_tables() AS k
        UNION ALL VALUES ('source_history'), ('source_variability_history')
    LOOP
        EXECUTE pg_catalog.format(
            'DELETE FROM survey.%I AS h WHERE NOT EXISTS ('
            'SELECT 1 FROM survey.data_release AS r WHERE r.release_id BETWEEN h.release_from AND h.release_to)',
            history
        );
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.forget_release(text) IS
'Forgets a release by its name, and frees what was kept for it alone.
Sample call: SELECT upkeep.forget_release(''DR1'');';
