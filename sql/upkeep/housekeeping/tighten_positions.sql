-- Builds the index of positions anew where a first delivery has left it loose: sources come in no order of
-- the sky, and pages filled so are two thirds full. It takes 64 bytes a source then and 50 when built at
-- once, for a fraction of what the load has cost. Only where most detections came with the run, so that
-- hardly anybody reads their sources yet, and up to a gigabyte, for readers wait meanwhile; the rest is left
-- to the housekeeping, which builds indexes beside the old ones. Who is in the way is not waited for. What is
-- loose upkeep.loose_indexes says, by statistics that must be of now.
--
-- Only the table's owner may ask for this, hence SECURITY DEFINER.
CREATE FUNCTION upkeep.tighten_positions(load_id bigint)
RETURNS boolean
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
AS $$
BEGIN
    PERFORM 1
    FROM upkeep.loose_indexes() AS i
    WHERE
        i.index_name = 'source_zone_idx'
        AND i.index_bytes <= 1073741824
        AND (
            SELECT coalesce(
                2 * sum(CASE WHEN c.load_id = tighten_positions.load_id THEN c.n_detection ELSE 0 END)
                > sum(c.n_detection),
                true
            )
            FROM survey.catalogue AS c
        );
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    EXECUTE 'REINDEX INDEX survey.source_zone_idx';
    RETURN true;
EXCEPTION
    WHEN lock_not_available THEN
        RETURN false;
END
$$;

COMMENT ON FUNCTION upkeep.tighten_positions(bigint) IS
'Builds the index of positions anew if most detections came with a run of the loader and it is loose, and tells whether it has; the end of every run.
Sample call: SELECT upkeep.tighten_positions(1);';
