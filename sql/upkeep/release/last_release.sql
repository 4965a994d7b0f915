-- The last release, for which what changes must be copied; missing where there is none, and then nothing
-- is.
--
-- The lock is the one that every load takes when it merges. upkeep.make_release takes another that excludes
-- it, so a change comes wholly before a release, which then has it, or wholly after, and then is seen here.
CREATE FUNCTION upkeep.last_release()
RETURNS integer
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
AS $$
BEGIN
    LOCK TABLE survey.source_variability IN ROW EXCLUSIVE MODE;
    RETURN (SELECT max(r.release_id) FROM survey.data_release AS r);
END
$$;

COMMENT ON FUNCTION upkeep.last_release() IS
'The number of the last release, missing where there is none; no release is made from then on until this transaction ends.
Sample call: SELECT upkeep.last_release();';
