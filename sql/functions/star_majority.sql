-- By how many the detections of a source in the monitored bands that are stars exceed those that are not.
-- A source is a star when, those in the other bands included, this is more than none.
CREATE FUNCTION science.star_majority(source_id bigint)
RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(2 * sum(v.n_star) - sum(v.n_detection), 0)
    FROM survey.source_variability AS v
    WHERE v.source_id = star_majority.source_id
);

COMMENT ON FUNCTION science.star_majority(bigint) IS
'By how many detections in the monitored bands a source is more often a star than not; dimensionless, negative where it is less often.
Sample call: SELECT science.star_majority(1);';
