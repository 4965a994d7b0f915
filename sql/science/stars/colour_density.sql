-- How dense are stars in the plane (Y-J, J-H)? A sample counted on a grid of n_cell x n_cell cells, empty
-- ones included. The density is the share of the whole sample, also of what lies outside the box, per
-- unit area.
CREATE FUNCTION science.colour_density(
    sample text,
    n_cell integer DEFAULT 40,
    y_minus_j_min double precision DEFAULT science.colour_limit('y_minus_j_min'),
    y_minus_j_max double precision DEFAULT science.colour_limit('y_minus_j_max'),
    j_minus_h_min double precision DEFAULT science.colour_limit('j_minus_h_min'),
    j_minus_h_max double precision DEFAULT science.colour_limit('j_minus_h_max')
)
RETURNS TABLE (
    y_minus_j_cell integer,
    j_minus_h_cell integer,
    y_minus_j double precision,
    j_minus_h double precision,
    n_star bigint,
    density double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_colour_sample(colour_density.sample);

    WITH star AS (
        SELECT s.y_minus_j, s.j_minus_h
        FROM science.star_colours AS s
        WHERE CASE colour_density.sample
            WHEN 'each' THEN s.is_star_in_each WHEN 'majority' THEN s.is_star ELSE false
        END
        UNION ALL
        SELECT m.y_minus_j, m.j_minus_h
        FROM survey.simulated_star AS m
        WHERE m.run_id = CASE
            WHEN colour_density.sample ~ '^[0-9]+$' THEN colour_density.sample::integer
        END
    ),
    placed AS (
        SELECT
            width_bucket(
                s.y_minus_j, colour_density.y_minus_j_min, colour_density.y_minus_j_max, colour_density.n_cell
            ) AS y_minus_j_cell,
            width_bucket(
                s.j_minus_h, colour_density.j_minus_h_min, colour_density.j_minus_h_max, colour_density.n_cell
            ) AS j_minus_h_cell
        FROM star AS s
    ),
    counted AS (
        SELECT
            p.y_minus_j_cell,
            p.j_minus_h_cell,
            count(*) AS n_star,
            (sum(count(*)) OVER ())::double precision AS n_all
        FROM placed AS p
        GROUP BY p.y_minus_j_cell, p.j_minus_h_cell
    ),
    side AS (
        SELECT
            (colour_density.y_minus_j_max - colour_density.y_minus_j_min) / colour_density.n_cell
                AS y_minus_j,
            (colour_density.j_minus_h_max - colour_density.j_minus_h_min) / colour_density.n_cell
                AS j_minus_h
    )
    SELECT
        y.cell AS y_minus_j_cell,
        j.cell AS j_minus_h_cell,
        colour_density.y_minus_j_min + (y.cell - 0.5::double precision) * d.y_minus_j AS y_minus_j,
        colour_density.j_minus_h_min + (j.cell - 0.5::double precision) * d.j_minus_h AS j_minus_h,
        coalesce(c.n_star, 0) AS n_star,
        coalesce(c.n_star / c.n_all / (d.y_minus_j * d.j_minus_h), 0) AS density
    FROM side AS d
    CROSS JOIN generate_series(1, colour_density.n_cell) AS y (cell)
    CROSS JOIN generate_series(1, colour_density.n_cell) AS j (cell)
    LEFT JOIN counted AS c ON c.y_minus_j_cell = y.cell AND c.j_minus_h_cell = j.cell
    ORDER BY y.cell, j.cell;
END;

COMMENT ON FUNCTION science.colour_density(
    text, integer, double precision, double precision, double precision, double precision
) IS
'Stars counted on a grid in the plane of Y-J and J-H [mag], cells by number from 1 and centre, density [mag**-2]; the sample is each (stars in each image), majority (stars by majority) or the number of a simulation.
y_minus_j_cell: Number of the cell in Y - J, from 1. [] {meta.number}
j_minus_h_cell: Number of the cell in J - H, from 1. [] {meta.number}
y_minus_j: Colour Y - J in the middle of the cell. [mag] {phot.color;em.IR.NIR;em.IR.J}
j_minus_h: Colour J - H in the middle of the cell. [mag] {phot.color;em.IR.J;em.IR.H}
n_star: Stars of the sample in the cell. [] {meta.number;src}
density: Share of the whole sample per unit area. [mag**-2] {src.density}
Subject: stars
Sample call: SELECT * FROM science.colour_density(''each'', 40);';
