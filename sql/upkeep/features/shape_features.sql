-- Features of the shape of each series of harmonics that a run fitted, from its values at 64 phases.
CREATE FUNCTION upkeep.shape_features(run_id integer)
RETURNS TABLE (
    source_id bigint,
    shape_skewness double precision,
    shape_bright_share double precision,
    shape_rise_share double precision,
    shape_secondary double precision,
    shape_steepest double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
BEGIN ATOMIC
    WITH turn AS MATERIALIZED (
        SELECT
            g.place,
            cos(g.angle) AS c1, sin(g.angle) AS s1, cos(2 * g.angle) AS c2, sin(2 * g.angle) AS s2,
            cos(3 * g.angle) AS c3, sin(3 * g.angle) AS s3, cos(4 * g.angle) AS c4, sin(4 * g.angle) AS s4
        FROM (SELECT n AS place, 2 * pi() * n / 64 AS angle FROM generate_series(0, 63) AS n) AS g
    ),
    point AS (
        SELECT
            m.source_id, t.place,
            m.cosine_1 * t.c1 + m.sine_1 * t.s1 + m.cosine_2 * t.c2 + m.sine_2 * t.s2
            + m.cosine_3 * t.c3 + m.sine_3 * t.s3 + m.cosine_4 * t.c4 + m.sine_4 * t.s4 AS mag
        FROM survey.harmonic_model AS m
        CROSS JOIN turn AS t
        WHERE m.run_id = shape_features.run_id
    ),
    extreme AS (
        SELECT
            p.source_id, avg(p.mag) AS mag_mean, stddev_pop(p.mag) + 1e-6 AS mag_stddev,
            max(ARRAY[p.mag, -p.place]) AS faintest, min(ARRAY[p.mag, p.place]) AS brightest
        FROM point AS p
        GROUP BY p.source_id
    ),
    beside AS (
        SELECT
            p.source_id, p.place, p.mag, e.mag_mean, e.mag_stddev, e.faintest, e.brightest,
            (p.place + e.faintest[2]::integer - 26 + 128) % 64 AS from_opposite,
            abs(lead(p.mag) OVER (PARTITION BY p.source_id ORDER BY p.place) - p.mag) AS step
        FROM point AS p
        INNER JOIN extreme AS e ON e.source_id = p.source_id
    )
    SELECT
        b.source_id,
        avg((b.mag - b.mag_mean) ^ 3) / min(b.mag_stddev) ^ 3,
        avg((b.mag < (b.faintest[1] + b.brightest[1]) / 2)::integer::double precision),
        min((b.brightest[2]::integer + b.faintest[2]::integer + 64) % 64) / 64.0::double precision,
        (max(b.mag) FILTER (WHERE b.from_opposite <= 12) - min(b.mag)) / (max(b.mag) - min(b.mag) + 1e-6),
        max(b.step) * 64 / (max(b.mag) - min(b.mag) + 1e-6)
    FROM beside AS b
    GROUP BY b.source_id;
END;

COMMENT ON FUNCTION upkeep.shape_features(integer) IS
'Features of the shape of the series of harmonics that a run of python -m ml periods fitted (dimensionless): a part of science.features_of_run.
Sample call: SELECT * FROM upkeep.shape_features((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
