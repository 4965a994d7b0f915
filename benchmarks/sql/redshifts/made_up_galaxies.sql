-- A sample of as many galaxies as are asked for: those of another again and again, each colour moved by a hundredth of
-- a magnitude at most, without redshifts.
WITH sample AS (
    INSERT INTO survey.galaxy_sample (name, role, path, sha256, n_galaxy, load_id)
    SELECT 'made_up', 'application', '', encode(sha256('made_up'), 'hex'), %(n_galaxy)s, s.load_id
    FROM survey.galaxy_sample AS s
    WHERE s.name = %(sample)s
    RETURNING sample_id
),

galaxy AS (
    SELECT g.mag_r, g.u_minus_g, g.g_minus_r, g.r_minus_i, g.i_minus_z
    FROM survey.galaxy AS g
    INNER JOIN survey.galaxy_sample AS s ON s.sample_id = g.sample_id
    CROSS JOIN generate_series(1, 1 + %(n_galaxy)s::integer / s.n_galaxy) AS copy (number)
    WHERE s.name = %(sample)s
    LIMIT %(n_galaxy)s
)

INSERT INTO survey.galaxy (sample_id, counter, mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z)
SELECT
    s.sample_id,
    row_number() OVER () AS counter,
    g.mag_r,
    g.u_minus_g + 0.02 * (random() - 0.5),
    g.g_minus_r + 0.02 * (random() - 0.5),
    g.r_minus_i + 0.02 * (random() - 0.5),
    g.i_minus_z + 0.02 * (random() - 0.5)
FROM galaxy AS g
CROSS JOIN sample AS s;
