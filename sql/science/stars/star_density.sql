-- Do the simulated stars lie where the stars do? Both counted on one grid, the stars being those that the
-- run was fitted to by its setting "stars"; the difference in units of its counting error.
CREATE FUNCTION science.star_density(run_id integer, n_cell integer DEFAULT 40)
RETURNS TABLE (
    y_minus_j double precision,
    j_minus_h double precision,
    n_star bigint,
    n_simulated bigint,
    density double precision,
    simulated_density double precision,
    difference double precision,
    significance double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_run(star_density.run_id, 'simulate');

    WITH chosen AS (
        SELECT p.value AS sample
        FROM survey.model_parameter AS p
        WHERE p.run_id = star_density.run_id AND p.name = 'stars'
    )
    SELECT
        s.y_minus_j,
        s.j_minus_h,
        s.n_star,
        m.n_star AS n_simulated,
        s.density,
        m.density AS simulated_density,
        m.density - s.density AS difference,
        (m.density - s.density) / nullif(
            sqrt(
                s.density * s.density / nullif(s.n_star, 0)
                + coalesce(m.density * m.density / nullif(m.n_star, 0), 0)
            ), 0
        ) AS significance
    FROM chosen AS c
    CROSS JOIN LATERAL science.colour_density(c.sample, star_density.n_cell) AS s
    INNER JOIN science.colour_density(star_density.run_id::text, star_density.n_cell) AS m
        ON m.y_minus_j_cell = s.y_minus_j_cell AND m.j_minus_h_cell = s.j_minus_h_cell
    ORDER BY s.y_minus_j_cell, s.j_minus_h_cell;
END;

COMMENT ON FUNCTION science.star_density(integer, integer) IS
'Stars and simulated stars of a run on one grid in the plane of Y-J and J-H [mag]: counts, densities and their difference [mag**-2], and that in units of its counting error (dimensionless, missing where there is no star).
y_minus_j: Colour Y - J in the middle of the cell. [mag] {phot.color;em.IR.NIR;em.IR.J}
j_minus_h: Colour J - H in the middle of the cell. [mag] {phot.color;em.IR.J;em.IR.H}
n_star: Stars in the cell. [] {meta.number;src}
n_simulated: Simulated stars in the cell. [] {meta.number;src;meta.modelled}
density: Share of all stars per unit area. [mag**-2] {src.density}
simulated_density: Share of all simulated stars per unit area. [mag**-2] {src.density;meta.modelled}
difference: Simulated density less that of the stars. [mag**-2] {src.density;arith.diff}
significance: That difference in units of its counting error. [] {stat.snr}
Subject: stars
Sample call: SELECT * FROM science.star_density((SELECT max(run_id) FROM science.star_mixture), 40);';
