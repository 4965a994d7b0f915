-- The last run of the loader that had ended before a moment, and all before it; 0 where there is none. What
-- is new since is what runs after it brought: never less than came since, for a run that was at work at the
-- moment counts as later. One that never ended is taken for broken off a day after it last brought
-- something.
CREATE FUNCTION science.load_before(moment timestamptz)
RETURNS bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(min(e.load_id) FILTER (WHERE e.ended_at >= load_before.moment) - 1, max(e.load_id), 0)
    FROM (
        SELECT
            l.load_id,
            coalesce(l.finished_at, greatest(l.started_at, max(c.loaded_at)) + interval '1 day') AS ended_at
        FROM survey.load AS l
        LEFT JOIN survey.catalogue AS c ON c.load_id = l.load_id AND l.finished_at IS NULL
        GROUP BY l.load_id, l.finished_at, l.started_at
    ) AS e;
END;

COMMENT ON FUNCTION science.load_before(timestamptz) IS
'The number of the last run of the loader that had ended before a moment, as all before it had; 0 if there is none.
Subject: releases
Sample call: SELECT * FROM science.new_sources(science.load_before(''2026-11-28''));';

-- The same before a date as people type it.
CREATE FUNCTION science.load_before(moment text)
RETURNS bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_interval(
        science.mjd_from_text(load_before.moment), science.mjd_from_text(load_before.moment)
    );

    SELECT science.load_before(science.timestamp_from_mjd(science.mjd_from_text(load_before.moment)));
END;

COMMENT ON FUNCTION science.load_before(text) IS
'The number of the last run of the loader that had ended before a date of ISO 8601, UTC unless it has an offset, or a modified Julian date [d]; 0 if there is none.
Subject: releases
Sample call: SELECT science.load_before(''2026-11-28T06:00:00'');';
