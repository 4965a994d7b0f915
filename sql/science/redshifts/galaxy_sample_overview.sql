-- Which samples of galaxies are loaded, and how much of each can be used?
CREATE VIEW science.galaxy_sample_overview AS
SELECT
    s.sample_id,
    s.name AS sample,
    s.role,
    s.n_galaxy,
    g.n_complete,
    g.n_redshift,
    g.n_error,
    g.mag_r_median,
    g.z_spec_median,
    s.path,
    s.loaded_at,
    science.mjd_from_timestamp(s.loaded_at) AS loaded_mjd
FROM survey.galaxy_sample AS s
INNER JOIN (
    SELECT
        m.sample_id,
        count(m.mag_r + m.u_minus_g + m.g_minus_r + m.r_minus_i + m.i_minus_z) AS n_complete,
        count(m.z_spec) AS n_redshift,
        count(m.u_mag_err + m.g_mag_err + m.r_mag_err + m.i_mag_err + m.z_mag_err) AS n_error,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY m.mag_r) AS mag_r_median,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY m.z_spec) AS z_spec_median
    FROM survey.galaxy AS m
    GROUP BY m.sample_id
) AS g ON g.sample_id = s.sample_id;

COMMENT ON VIEW science.galaxy_sample_overview IS
'The samples of galaxies with their role, counts and medians.
Subject: redshifts';
COMMENT ON COLUMN science.galaxy_sample_overview.sample_id IS
'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN science.galaxy_sample_overview.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.galaxy_sample_overview.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.galaxy_sample_overview.n_galaxy IS
'Galaxies in the sample. [] {meta.number;src}';
COMMENT ON COLUMN science.galaxy_sample_overview.n_complete IS
'Galaxies with magnitude and all four colours. [] {meta.number;src}';
COMMENT ON COLUMN science.galaxy_sample_overview.n_redshift IS
'Galaxies with a spectroscopic redshift. [] {meta.number;src}';
COMMENT ON COLUMN science.galaxy_sample_overview.n_error IS
'Galaxies with the errors of all five magnitudes. [] {meta.number;src}';
COMMENT ON COLUMN science.galaxy_sample_overview.mag_r_median IS
'Median magnitude in r. [mag] {phot.mag;stat.median;em.opt.R}';
COMMENT ON COLUMN science.galaxy_sample_overview.z_spec_median IS
'Median spectroscopic redshift. [] {src.redshift;stat.median}';
COMMENT ON COLUMN science.galaxy_sample_overview.path IS
'Where the file was read. [] {meta.id;meta.file}';
COMMENT ON COLUMN science.galaxy_sample_overview.loaded_at IS
'When it was loaded. [] {time.processing}';
COMMENT ON COLUMN science.galaxy_sample_overview.loaded_mjd IS
'The same as modified Julian date. [d] {time.processing}';
