-- What is new since a load? All kinds of news in one list, each with what was before and what is now; the
-- functions by kind say more.
CREATE FUNCTION science.new_since(
    since bigint, mag_change double precision DEFAULT 0.5, n_sigma double precision DEFAULT 20
)
RETURNS TABLE (
    kind text, source_id bigint, image_id integer, field_id integer, band text, mjd double precision,
    before double precision, after double precision, note text
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        'catalogue ' || c.change AS kind, NULL::bigint AS source_id, c.image_id, c.field_id, c.band, c.mjd,
        NULL::double precision AS before, NULL::double precision AS after, c.path AS note
    FROM science.new_catalogues(new_since.since) AS c
    UNION ALL
    SELECT
        'new source', s.source_id, s.image_id, s.field_id, s.band, s.mjd, s.limit_mag_before, s.mag,
        CASE WHEN s.would_have_shown THEN 'earlier images reached its magnitude'
            WHEN NOT s.would_have_shown THEN 'fainter than earlier images reached'
            ELSE 'no earlier image' END
    FROM science.new_sources(new_since.since) AS s
    UNION ALL
    SELECT
        'vanished', v.source_id, NULL, v.field_id, v.band, v.mjd, v.mag_before, v.shallowest_limit_mag,
        'expected at signal-to-noise ' || round(v.snr_expected::numeric, 1)
    FROM science.vanished_sources(new_since.since) AS v
    UNION ALL
    SELECT
        CASE WHEN b.significance > 0 THEN 'brightened' ELSE 'faded' END, b.source_id, NULL, b.field_id, b.band,
        b.last_mjd, b.mag_before, b.mag_after, round(b.significance::numeric, 1) || ' sigma'
    FROM science.brightness_changes(new_since.since, new_since.mag_change) AS b
    UNION ALL
    SELECT
        CASE WHEN g.is_first THEN 'first beyond ' || new_since.n_sigma || ' sigma' ELSE 'deviation grew' END,
        g.source_id, NULL, g.field_id, g.band, g.mjd, g.deviation_before, g.deviation_after, NULL
    FROM science.grown_deviations(new_since.since, new_since.n_sigma) AS g;
END;

COMMENT ON FUNCTION science.new_since(bigint, double precision, double precision) IS
'What is new since a load, by its number: catalogues, sources new and vanished, changes of brightness above mag_change [mag], deviations above n_sigma.
kind: What it is. [] {meta.code}
before: Magnitude, deviation or limit before. [] {stat.value}
after: The same now. [] {stat.value}
note: More about it. [] {meta.note}
Subject: releases
Sample call: SELECT * FROM science.new_since(0);';

-- The same since a moment.
CREATE FUNCTION science.new_since(
    since timestamptz, mag_change double precision DEFAULT 0.5, n_sigma double precision DEFAULT 20
)
RETURNS TABLE (
    kind text, source_id bigint, image_id integer, field_id integer, band text, mjd double precision,
    before double precision, after double precision, note text
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT n.kind, n.source_id, n.image_id, n.field_id, n.band, n.mjd, n.before, n.after, n.note
    FROM science.new_since(
        science.load_before(new_since.since), new_since.mag_change, new_since.n_sigma
    ) AS n;
END;

COMMENT ON FUNCTION science.new_since(timestamptz, double precision, double precision) IS
'What is new since a moment, as since the last load that had ended before it; changes of brightness above mag_change [mag], deviations above n_sigma.
kind: What it is. [] {meta.code}
before: Magnitude, deviation or limit before. [] {stat.value}
after: The same now. [] {stat.value}
note: More about it. [] {meta.note}
Subject: releases
Sample call: SELECT * FROM science.new_since(now() - interval ''1 day'');';

-- The same since a date as people type it.
CREATE FUNCTION science.new_since(
    since text, mag_change double precision DEFAULT 0.5, n_sigma double precision DEFAULT 20
)
RETURNS TABLE (
    kind text, source_id bigint, image_id integer, field_id integer, band text, mjd double precision,
    before double precision, after double precision, note text
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT n.kind, n.source_id, n.image_id, n.field_id, n.band, n.mjd, n.before, n.after, n.note
    FROM science.new_since(
        science.load_before(new_since.since), new_since.mag_change, new_since.n_sigma
    ) AS n;
END;

COMMENT ON FUNCTION science.new_since(text, double precision, double precision) IS
'What is new since a date of ISO 8601, UTC unless it has an offset, or a modified Julian date [d]; changes of brightness above mag_change [mag], deviations above n_sigma.
kind: What it is. [] {meta.code}
before: Magnitude, deviation or limit before. [] {stat.value}
after: The same now. [] {stat.value}
note: More about it. [] {meta.note}
Subject: releases
Sample call: SELECT * FROM science.new_since(''2026-11-28'');';
