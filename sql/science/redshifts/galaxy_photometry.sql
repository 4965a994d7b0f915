-- Which galaxies are there for photometric redshifts? Those of all samples, with the sample's name and
-- role.
CREATE VIEW science.galaxy_photometry AS
SELECT
    s.sample_id, s.name AS sample, s.role, g.counter, g.mag_r, g.u_minus_g, g.g_minus_r, g.r_minus_i,
    g.i_minus_z, g.z_spec, g.u_mag_err, g.g_mag_err, g.r_mag_err, g.i_mag_err, g.z_mag_err
FROM survey.galaxy AS g
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = g.sample_id;

COMMENT ON VIEW science.galaxy_photometry IS
'The galaxies of all samples: magnitude, colours, redshift where it was measured, errors where they are given.
Subject: redshifts';
COMMENT ON COLUMN science.galaxy_photometry.sample_id IS
'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN science.galaxy_photometry.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.galaxy_photometry.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.galaxy_photometry.counter IS
'Number of the galaxy in its sample. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN science.galaxy_photometry.mag_r IS 'Magnitude in r. [mag] {phot.mag;em.opt.R}';
COMMENT ON COLUMN science.galaxy_photometry.u_minus_g IS
'Colour u - g. [mag] {phot.color;em.opt.U;em.opt.B}';
COMMENT ON COLUMN science.galaxy_photometry.g_minus_r IS
'Colour g - r. [mag] {phot.color;em.opt.B;em.opt.R}';
COMMENT ON COLUMN science.galaxy_photometry.r_minus_i IS
'Colour r - i. [mag] {phot.color;em.opt.R;em.opt.I}';
COMMENT ON COLUMN science.galaxy_photometry.i_minus_z IS
'Colour i - z. [mag] {phot.color;em.opt.I}';
COMMENT ON COLUMN science.galaxy_photometry.z_spec IS
'Spectroscopic redshift; missing where it was not measured. [] {src.redshift}';
COMMENT ON COLUMN science.galaxy_photometry.u_mag_err IS
'Error of the magnitude in u, 1 sigma. [mag] {stat.error;phot.mag;em.opt.U}';
COMMENT ON COLUMN science.galaxy_photometry.g_mag_err IS
'Error of the magnitude in g, 1 sigma. [mag] {stat.error;phot.mag;em.opt.B}';
COMMENT ON COLUMN science.galaxy_photometry.r_mag_err IS
'Error of the magnitude in r, 1 sigma. [mag] {stat.error;phot.mag;em.opt.R}';
COMMENT ON COLUMN science.galaxy_photometry.i_mag_err IS
'Error of the magnitude in i, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
COMMENT ON COLUMN science.galaxy_photometry.z_mag_err IS
'Error of the magnitude in z, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
