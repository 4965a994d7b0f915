-- How far is each photometric redshift from the truth? Every prediction with the galaxy it is for.
CREATE VIEW science.photo_z_truth AS
SELECT
    z.run_id,
    r.method,
    r.seed,
    t.name AS training_sample,
    z.sample_id,
    s.name AS sample,
    s.role,
    z.counter,
    g.mag_r,
    g.u_minus_g,
    g.g_minus_r,
    g.r_minus_i,
    g.i_minus_z,
    g.z_spec,
    z.z_phot,
    z.z_err,
    (z.z_phot - g.z_spec) / nullif(1 + g.z_spec, 0) AS deviation,
    z.z_q025,
    z.z_q160,
    z.z_q500,
    z.z_q840,
    z.z_q975,
    z.pit,
    z.crps,
    z.is_outside
FROM survey.photo_z AS z
INNER JOIN survey.galaxy AS g ON g.sample_id = z.sample_id AND g.counter = z.counter
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = z.sample_id
INNER JOIN survey.model_run AS r ON r.run_id = z.run_id
INNER JOIN survey.galaxy_sample AS t ON t.sample_id = r.training_sample_id;

COMMENT ON VIEW science.photo_z_truth IS
'Photometric redshifts with their distributions, beside the photometry and the true redshift where it is known.
Subject: redshifts';
COMMENT ON COLUMN science.photo_z_truth.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_truth.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.photo_z_truth.seed IS
'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_truth.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_truth.sample_id IS
'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN science.photo_z_truth.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_truth.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.photo_z_truth.counter IS
'Number of the galaxy in its sample. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN science.photo_z_truth.mag_r IS 'Magnitude in r. [mag] {phot.mag;em.opt.R}';
COMMENT ON COLUMN science.photo_z_truth.u_minus_g IS
'Colour u - g. [mag] {phot.color;em.opt.U;em.opt.B}';
COMMENT ON COLUMN science.photo_z_truth.g_minus_r IS
'Colour g - r. [mag] {phot.color;em.opt.B;em.opt.R}';
COMMENT ON COLUMN science.photo_z_truth.r_minus_i IS
'Colour r - i. [mag] {phot.color;em.opt.R;em.opt.I}';
COMMENT ON COLUMN science.photo_z_truth.i_minus_z IS 'Colour i - z. [mag] {phot.color;em.opt.I}';
COMMENT ON COLUMN science.photo_z_truth.z_spec IS
'Spectroscopic redshift; missing where it was not measured. [] {src.redshift}';
COMMENT ON COLUMN science.photo_z_truth.z_phot IS
'Photometric redshift. [] {src.redshift.phot;meta.main}';
COMMENT ON COLUMN science.photo_z_truth.z_err IS
'Its uncertainty: half the width of the central 68 % of its distribution. [] {stat.error;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_truth.deviation IS
'Error of the redshift: (z_phot - z_spec) / (1 + z_spec). [] {stat.fit.residual;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_truth.z_q025 IS
'Redshift that the true one is below with probability 0.025. [] {src.redshift.phot;stat.min}';
COMMENT ON COLUMN science.photo_z_truth.z_q160 IS
'Redshift that the true one is below with probability 0.16. [] {src.redshift.phot;stat.min}';
COMMENT ON COLUMN science.photo_z_truth.z_q500 IS
'Redshift that the true one is below with probability 0.5. [] {src.redshift.phot;stat.median}';
COMMENT ON COLUMN science.photo_z_truth.z_q840 IS
'Redshift that the true one is below with probability 0.84. [] {src.redshift.phot;stat.max}';
COMMENT ON COLUMN science.photo_z_truth.z_q975 IS
'Redshift that the true one is below with probability 0.975. [] {src.redshift.phot;stat.max}';
COMMENT ON COLUMN science.photo_z_truth.pit IS
'Probability integral transform: the distribution below the true redshift. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_truth.crps IS
'Continuous ranked probability score, smaller is better. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_truth.is_outside IS
'Whether the galaxy lies outside the magnitudes and colours that the run learned from. [] {meta.code.qual}';
