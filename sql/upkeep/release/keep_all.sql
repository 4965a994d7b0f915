-- Copies all light curves for the last release that are not copied yet, and says so of all numbers that there
-- are: answers as of the release then look at the copies alone. Done before a tie comes into use or goes
-- out of it, which reads every detection and costs far more; when a release is made of not too many; and by
-- the daily housekeeping, which has copied them field by field. Gives their number.
CREATE FUNCTION upkeep.keep_all()
RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    -- The highest number would have none after it
    RETURN coalesce(
        upkeep.keep_light_curves(last_release_id, '-9223372036854775808', '9223372036854775806'), 0
    );
END
$$;

COMMENT ON FUNCTION upkeep.keep_all() IS
'Copies the summaries of all light curves for the last release and gives their number; part of every change of a tie and of the daily housekeeping.
Sample call: SELECT upkeep.keep_all();';
