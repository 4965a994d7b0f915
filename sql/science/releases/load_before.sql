-- The last run of the loader that began before a moment; 0 where there is none. What is new since is what
-- runs after it brought.
CREATE FUNCTION science.load_before(moment timestamptz)
RETURNS bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(max(l.load_id), 0)
    FROM survey.load AS l
    WHERE l.started_at < load_before.moment;
END;

COMMENT ON FUNCTION science.load_before(timestamptz) IS
'The number of the last run of the loader before a moment, 0 if there is none.
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
'The number of the last run of the loader before a date of ISO 8601, UTC unless it has an offset, or a modified Julian date [d]; 0 if there is none.
Subject: releases
Sample call: SELECT science.load_before(''2026-11-28T06:00:00'');';
