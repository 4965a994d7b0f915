-- Reads the light curves of a field once, those that have changed since the last time, and keeps the
-- strongest deviation and the chi square of each, so that R3 need not read them: the daily half of the
-- summaries, because unlike the moments it costs a light curve, not an epoch. A source that a load changes
-- meanwhile is left for the next time. Gives the number of light curves.
CREATE FUNCTION upkeep.measure_deviations(field_id integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    source_id_min bigint;
    source_id_max bigint;
    n_measured bigint;
    n_tied bigint;
BEGIN
    SELECT min(s.source_id), max(s.source_id) INTO source_id_min, source_id_max
    FROM (
        SELECT o.source_id
        FROM survey.source AS o
        WHERE o.field_id = measure_deviations.field_id
        OFFSET 0  -- else the lowest is looked for in the primary key, from the lowest of all sources on
    ) AS s;
    UPDATE survey.source_variability AS v
    SET
        max_deviation = m.max_deviation,
        chi2 = m.chi2,
        max_deviation_image_id = m.max_deviation_image_id
    FROM upkeep.strongest_deviations(source_id_min, source_id_max, 'catalogue') AS m
    WHERE
        (v.source_id, v.band, v.n_epoch, v.flux_mean, v.flux_m2)
        = (m.source_id, m.band, m.n_epoch, m.flux_mean, m.flux_m2);
    GET DIAGNOSTICS n_measured = ROW_COUNT;
    UPDATE survey.source_variability_tied AS v
    SET
        max_deviation = m.max_deviation,
        chi2 = m.chi2,
        max_deviation_image_id = m.max_deviation_image_id
    FROM upkeep.strongest_deviations(source_id_min, source_id_max, 'tied') AS m
    WHERE
        (v.source_id, v.band, v.n_epoch, v.flux_mean, v.flux_m2)
        = (m.source_id, m.band, m.n_epoch, m.flux_mean, m.flux_m2);
    GET DIAGNOSTICS n_tied = ROW_COUNT;
    RETURN n_measured + n_tied;
END
$$;

COMMENT ON FUNCTION upkeep.measure_deviations(integer) IS
'Measures the light curves of a field that have changed since the last time, for R3; gives their number. Part of the daily housekeeping.
Sample call: SELECT upkeep.measure_deviations(1);';
