-- New stars from the density that a run fitted, as many as asked for.
--
-- Star i of a seed takes its random numbers from the SHA-256 of "seed:i", not from random(): the same on
-- any server, whatever it did before, and the first 10 of 1,000 stars are the 10 stars. One number
-- chooses the component, two become two independent normal deviates (Box & Muller 1958), which the
-- Cholesky factor of the component's covariance turns into colours. Those are rounded to 1e-9 mag, where
-- the logarithms of two systems may differ.
CREATE FUNCTION science.draw_stars(
    run_id integer, n integer, seed bigint, density text DEFAULT 'observed'
)
RETURNS TABLE (
    star_number integer,
    y_minus_j double precision,
    j_minus_h double precision,
    component smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_run(draw_stars.run_id, 'simulate'), upkeep.require_density(draw_stars.density);

    WITH part AS MATERIALIZED (
        SELECT
            c.component,
            c.mean_y_minus_j,
            c.mean_j_minus_h,
            sqrt(c.var_y_minus_j) AS factor_11,
            c.covariance / sqrt(c.var_y_minus_j) AS factor_21,
            sqrt(c.var_j_minus_h - c.covariance * c.covariance / c.var_y_minus_j) AS factor_22,
            sum(c.weight) OVER (ORDER BY c.component) AS share,
            row_number() OVER (ORDER BY c.component DESC) = 1 AS is_last
        FROM survey.mixture_component AS c
        WHERE c.run_id = draw_stars.run_id AND c.density = draw_stars.density
    ),
    star AS MATERIALIZED (
        SELECT
            i.star_number,
            encode(sha256(convert_to(draw_stars.seed || ':' || i.star_number, 'UTF8')), 'hex') AS digest
        FROM generate_series(1, draw_stars.n) AS i (star_number)
    ),
    deviate AS MATERIALIZED (
        SELECT
            s.star_number,
            upkeep.uniform_from_digest(s.digest, 0) AS choice,
            sqrt(-2 * ln(upkeep.uniform_from_digest(s.digest, 1))) AS radius,
            2 * pi() * upkeep.uniform_from_digest(s.digest, 2) AS angle
        FROM star AS s
    )
    SELECT
        d.star_number,
        round(
            (p.mean_y_minus_j + p.factor_11 * d.radius * cos(d.angle))::numeric, 9
        )::double precision AS y_minus_j,
        round(
            (
                p.mean_j_minus_h + d.radius
                * (p.factor_21 * cos(d.angle) + p.factor_22 * sin(d.angle))
            )::numeric, 9
        )::double precision AS j_minus_h,
        p.component
    FROM deviate AS d
    CROSS JOIN LATERAL (
        SELECT q.component, q.mean_y_minus_j, q.mean_j_minus_h, q.factor_11, q.factor_21, q.factor_22
        FROM part AS q
        WHERE q.share > d.choice OR q.is_last
        ORDER BY q.component
        LIMIT 1
    ) AS p
    ORDER BY d.star_number;
END;

COMMENT ON FUNCTION science.draw_stars(integer, integer, bigint, text) IS
'New stars, n of them, from the observed or intrinsic density of a run: colours [mag] and the component each is from; the same for one seed on any server.
y_minus_j: Colour Y - J. [mag] {phot.color;em.IR.NIR;em.IR.J;meta.modelled}
j_minus_h: Colour J - H. [mag] {phot.color;em.IR.J;em.IR.H;meta.modelled}
Subject: stars
Sample call: SELECT * FROM science.draw_stars((SELECT max(run_id) FROM science.star_mixture), 1000, 42);';
