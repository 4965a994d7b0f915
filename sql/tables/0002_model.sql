-- Machine learning: samples of galaxies for photometric redshifts, and what ml/ computed from them and
-- from the stars. Frozen once released: a change is a new numbered file.
--
-- Every result hangs on its row of model_run and goes with it; nothing else takes one away. photo_z has
-- no foreign key to galaxy, which COPY would check row by row: a sample that predictions were made for
-- cannot be taken away (prediction_sample_fkey), and a sample's galaxies are never changed.

CREATE TABLE survey.galaxy_sample (
    sample_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    role text NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL,
    n_galaxy integer NOT NULL,
    load_id bigint NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT galaxy_sample_pkey PRIMARY KEY (sample_id),
    CONSTRAINT galaxy_sample_name_unique UNIQUE (name),
    CONSTRAINT galaxy_sample_sha256_unique UNIQUE (sha256),
    CONSTRAINT galaxy_sample_load_fkey FOREIGN KEY (load_id) REFERENCES survey.load (load_id),
    CONSTRAINT galaxy_sample_name_not_empty CHECK (name <> ''),
    CONSTRAINT galaxy_sample_role_known CHECK (role IN ('training', 'test', 'application')),
    CONSTRAINT galaxy_sample_sha256_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT galaxy_sample_n_galaxy_positive CHECK (n_galaxy > 0)
);

CREATE TABLE survey.galaxy (
    sample_id integer NOT NULL,
    counter bigint NOT NULL,
    mag_r double precision,
    u_minus_g double precision,
    g_minus_r double precision,
    r_minus_i double precision,
    i_minus_z double precision,
    z_spec double precision,
    u_mag_err double precision,
    g_mag_err double precision,
    r_mag_err double precision,
    i_mag_err double precision,
    z_mag_err double precision,
    CONSTRAINT galaxy_pkey PRIMARY KEY (sample_id, counter),
    CONSTRAINT galaxy_sample_fkey
        FOREIGN KEY (sample_id) REFERENCES survey.galaxy_sample (sample_id) ON DELETE CASCADE,
    -- These keep NaN, infinities and sentinels such as -9999 out as well
    CONSTRAINT galaxy_mag_r_plausible CHECK (mag_r BETWEEN 0 AND 40),
    CONSTRAINT galaxy_u_minus_g_plausible CHECK (u_minus_g BETWEEN -40 AND 40),
    CONSTRAINT galaxy_g_minus_r_plausible CHECK (g_minus_r BETWEEN -40 AND 40),
    CONSTRAINT galaxy_r_minus_i_plausible CHECK (r_minus_i BETWEEN -40 AND 40),
    CONSTRAINT galaxy_i_minus_z_plausible CHECK (i_minus_z BETWEEN -40 AND 40),
    CONSTRAINT galaxy_z_spec_plausible CHECK (z_spec BETWEEN -0.01 AND 15),
    CONSTRAINT galaxy_u_mag_err_not_negative CHECK (u_mag_err >= 0 AND u_mag_err < 'infinity'),
    CONSTRAINT galaxy_g_mag_err_not_negative CHECK (g_mag_err >= 0 AND g_mag_err < 'infinity'),
    CONSTRAINT galaxy_r_mag_err_not_negative CHECK (r_mag_err >= 0 AND r_mag_err < 'infinity'),
    CONSTRAINT galaxy_i_mag_err_not_negative CHECK (i_mag_err >= 0 AND i_mag_err < 'infinity'),
    CONSTRAINT galaxy_z_mag_err_not_negative CHECK (z_mag_err >= 0 AND z_mag_err < 'infinity')
);

CREATE TABLE survey.model_run (
    run_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    task text NOT NULL,
    method text NOT NULL,
    seed bigint NOT NULL,
    training_sample_id integer,
    n_input integer NOT NULL,
    n_excluded integer NOT NULL,
    input_sha256 text NOT NULL,
    code_version text NOT NULL,
    python_version text NOT NULL,
    numpy_version text NOT NULL,
    scikit_learn_version text NOT NULL,
    astropy_version text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    CONSTRAINT model_run_pkey PRIMARY KEY (run_id),
    CONSTRAINT model_run_training_sample_fkey
        FOREIGN KEY (training_sample_id) REFERENCES survey.galaxy_sample (sample_id),
    CONSTRAINT model_run_task_known CHECK (task IN ('simulate', 'photoz', 'periods', 'classes')),
    CONSTRAINT model_run_photoz_has_training_sample
        CHECK ((task = 'photoz') = (training_sample_id IS NOT NULL)),
    CONSTRAINT model_run_n_input_positive CHECK (n_input > 0),
    CONSTRAINT model_run_n_excluded_not_negative CHECK (n_excluded >= 0),
    CONSTRAINT model_run_input_sha256_hexadecimal CHECK (input_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT model_run_finished_after_start CHECK (finished_at >= started_at)
);
CREATE INDEX model_run_training_sample_idx ON survey.model_run (training_sample_id);

CREATE TABLE survey.model_parameter (
    run_id integer NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    CONSTRAINT model_parameter_pkey PRIMARY KEY (run_id, name),
    CONSTRAINT model_parameter_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE
);

CREATE TABLE survey.model_metric (
    run_id integer NOT NULL,
    name text NOT NULL,
    value double precision NOT NULL,
    CONSTRAINT model_metric_pkey PRIMARY KEY (run_id, name),
    CONSTRAINT model_metric_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT model_metric_value_finite CHECK (value > '-infinity' AND value < 'infinity')
);

-- Arrays in NumPy's NPY format 1.0 (NEP 1), which says type, byte order and shape before the values
CREATE TABLE survey.model_weight (
    run_id integer NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT model_weight_pkey PRIMARY KEY (run_id, name),
    CONSTRAINT model_weight_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT model_weight_content_npy
        CHECK (substr(content, 1, 6) = '\x934e554d5059' AND octet_length(content) <= 1048576)
);

CREATE TABLE survey.mixture_component (
    run_id integer NOT NULL,
    density text NOT NULL,
    component smallint NOT NULL,
    is_background boolean NOT NULL,
    weight double precision NOT NULL,
    mean_y_minus_j double precision NOT NULL,
    mean_j_minus_h double precision NOT NULL,
    var_y_minus_j double precision NOT NULL,
    var_j_minus_h double precision NOT NULL,
    covariance double precision NOT NULL,
    CONSTRAINT mixture_component_pkey PRIMARY KEY (run_id, density, component),
    CONSTRAINT mixture_component_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT mixture_component_density_known CHECK (density IN ('observed', 'intrinsic')),
    CONSTRAINT mixture_component_weight_in_unit_interval CHECK (weight BETWEEN 0 AND 1),
    CONSTRAINT mixture_component_var_y_minus_j_positive CHECK (var_y_minus_j > 0),
    CONSTRAINT mixture_component_covariance_definite
        CHECK (covariance * covariance < var_y_minus_j * var_j_minus_h)
);

CREATE TABLE survey.density_candidate (
    run_id integer NOT NULL,
    estimator text NOT NULL,
    n_component integer,
    bic double precision,
    held_out double precision NOT NULL,
    held_out_err double precision NOT NULL,
    gain double precision NOT NULL,
    gain_err double precision NOT NULL,
    CONSTRAINT density_candidate_pkey PRIMARY KEY (run_id, estimator),
    CONSTRAINT density_candidate_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT density_candidate_n_component_positive CHECK (n_component > 0)
);

CREATE TABLE survey.sample_comparison (
    run_id integer NOT NULL,
    sample text NOT NULL,
    test text NOT NULL,
    fold smallint NOT NULL,
    statistic double precision NOT NULL,
    p_value double precision,
    CONSTRAINT sample_comparison_pkey PRIMARY KEY (run_id, sample, test, fold),
    CONSTRAINT sample_comparison_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT sample_comparison_p_value_in_unit_interval CHECK (p_value BETWEEN 0 AND 1)
);

CREATE TABLE survey.simulated_star (
    run_id integer NOT NULL,
    star_number integer NOT NULL,
    y_minus_j double precision NOT NULL,
    j_minus_h double precision NOT NULL,
    component smallint NOT NULL,
    CONSTRAINT simulated_star_pkey PRIMARY KEY (run_id, star_number),
    CONSTRAINT simulated_star_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT simulated_star_number_positive CHECK (star_number > 0)
);

CREATE TABLE survey.linear_term (
    run_id integer NOT NULL,
    term smallint NOT NULL,
    name text NOT NULL,
    mag_r_power smallint NOT NULL,
    u_minus_g_power smallint NOT NULL,
    g_minus_r_power smallint NOT NULL,
    r_minus_i_power smallint NOT NULL,
    i_minus_z_power smallint NOT NULL,
    coefficient double precision NOT NULL,
    CONSTRAINT linear_term_pkey PRIMARY KEY (run_id, term),
    CONSTRAINT linear_term_powers_unique UNIQUE (
        run_id, mag_r_power, u_minus_g_power, g_minus_r_power, r_minus_i_power, i_minus_z_power
    ),
    CONSTRAINT linear_term_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT linear_term_powers_not_negative CHECK (
        least(mag_r_power, u_minus_g_power, g_minus_r_power, r_minus_i_power, i_minus_z_power) >= 0
    )
);

CREATE TABLE survey.principal_component (
    run_id integer NOT NULL,
    component smallint NOT NULL,
    explained_variance double precision NOT NULL,
    mag_r double precision NOT NULL,
    u_minus_g double precision NOT NULL,
    g_minus_r double precision NOT NULL,
    r_minus_i double precision NOT NULL,
    i_minus_z double precision NOT NULL,
    training_error double precision NOT NULL,
    test_error double precision NOT NULL,
    CONSTRAINT principal_component_pkey PRIMARY KEY (run_id, component),
    CONSTRAINT principal_component_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT principal_component_variance_is_share CHECK (explained_variance BETWEEN 0 AND 1)
);

CREATE TABLE survey.prediction (
    run_id integer NOT NULL,
    sample_id integer NOT NULL,
    n_galaxy integer NOT NULL,
    n_excluded integer NOT NULL,
    n_outside integer NOT NULL,
    code_version text NOT NULL,
    predicted_at timestamptz NOT NULL,
    CONSTRAINT prediction_pkey PRIMARY KEY (run_id, sample_id),
    CONSTRAINT prediction_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT prediction_sample_fkey
        FOREIGN KEY (sample_id) REFERENCES survey.galaxy_sample (sample_id),
    CONSTRAINT prediction_n_outside_in_galaxies CHECK (n_outside BETWEEN 0 AND n_galaxy),
    CONSTRAINT prediction_n_excluded_not_negative CHECK (n_excluded >= 0)
);
CREATE INDEX prediction_sample_idx ON survey.prediction (sample_id);

CREATE TABLE survey.photo_z (
    run_id integer NOT NULL,
    sample_id integer NOT NULL,
    counter bigint NOT NULL,
    z_phot double precision NOT NULL,
    z_err double precision NOT NULL,
    z_q025 double precision NOT NULL,
    z_q160 double precision NOT NULL,
    z_q500 double precision NOT NULL,
    z_q840 double precision NOT NULL,
    z_q975 double precision NOT NULL,
    pit double precision,
    crps double precision,
    is_outside boolean NOT NULL,
    CONSTRAINT photo_z_pkey PRIMARY KEY (run_id, sample_id, counter),
    CONSTRAINT photo_z_prediction_fkey FOREIGN KEY (run_id, sample_id)
        REFERENCES survey.prediction (run_id, sample_id) ON DELETE CASCADE
        -- The counts of a prediction are known when its last redshift is written
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT photo_z_finite CHECK (z_phot > '-infinity' AND z_phot < 'infinity'),
    CONSTRAINT photo_z_err_not_negative CHECK (z_err >= 0 AND z_err < 'infinity'),
    CONSTRAINT photo_z_quantiles_ordered
        CHECK (z_q025 <= z_q160 AND z_q160 <= z_q500 AND z_q500 <= z_q840 AND z_q840 <= z_q975),
    CONSTRAINT photo_z_pit_in_unit_interval CHECK (pit BETWEEN 0 AND 1)
);

COMMENT ON TABLE survey.galaxy_sample IS
'The samples of galaxies for photometric redshifts, one row for each file that is loaded.';
COMMENT ON COLUMN survey.galaxy_sample.sample_id IS 'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN survey.galaxy_sample.name IS 'Name of the sample. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN survey.galaxy_sample.role IS
'What the sample is for: training, test, or application where no redshifts are known. [] {meta.code.class}';
COMMENT ON COLUMN survey.galaxy_sample.path IS 'Where the file was read. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.galaxy_sample.sha256 IS
'SHA-256 of the file as read, hexadecimal. [] {meta.checksum}';
COMMENT ON COLUMN survey.galaxy_sample.n_galaxy IS 'Galaxies in the sample. [] {meta.number;src}';
COMMENT ON COLUMN survey.galaxy_sample.load_id IS 'Run of the loader that loaded it. [] {meta.id}';
COMMENT ON COLUMN survey.galaxy_sample.loaded_at IS 'When it was loaded. [] {time.processing}';

COMMENT ON TABLE survey.galaxy IS
'The galaxies of the samples: magnitude, colours, and the redshift where it was measured.';
COMMENT ON COLUMN survey.galaxy.sample_id IS 'Sample that the galaxy is in. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN survey.galaxy.counter IS
'Number of the galaxy in its sample. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN survey.galaxy.mag_r IS 'Magnitude in r. [mag] {phot.mag;em.opt.R}';
COMMENT ON COLUMN survey.galaxy.u_minus_g IS 'Colour u - g. [mag] {phot.color;em.opt.U;em.opt.B}';
COMMENT ON COLUMN survey.galaxy.g_minus_r IS 'Colour g - r. [mag] {phot.color;em.opt.B;em.opt.R}';
COMMENT ON COLUMN survey.galaxy.r_minus_i IS 'Colour r - i. [mag] {phot.color;em.opt.R;em.opt.I}';
COMMENT ON COLUMN survey.galaxy.i_minus_z IS 'Colour i - z. [mag] {phot.color;em.opt.I}';
COMMENT ON COLUMN survey.galaxy.z_spec IS 'Spectroscopic redshift. [] {src.redshift}';
COMMENT ON COLUMN survey.galaxy.u_mag_err IS
'Error of the magnitude in u, 1 sigma. [mag] {stat.error;phot.mag;em.opt.U}';
COMMENT ON COLUMN survey.galaxy.g_mag_err IS
'Error of the magnitude in g, 1 sigma. [mag] {stat.error;phot.mag;em.opt.B}';
COMMENT ON COLUMN survey.galaxy.r_mag_err IS
'Error of the magnitude in r, 1 sigma. [mag] {stat.error;phot.mag;em.opt.R}';
COMMENT ON COLUMN survey.galaxy.i_mag_err IS
'Error of the magnitude in i, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
COMMENT ON COLUMN survey.galaxy.z_mag_err IS
'Error of the magnitude in z, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';

COMMENT ON TABLE survey.model_run IS
'The runs of python -m ml whose results are kept: what was fitted to which rows, by which code, with which seed.';
COMMENT ON COLUMN survey.model_run.run_id IS 'Number of the run. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.model_run.task IS
'What was done: simulate (stars), photoz (redshifts) or periods. [] {meta.code.class}';
COMMENT ON COLUMN survey.model_run.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN survey.model_run.seed IS
'Seed of all random numbers: the same seed gives the same rows. [] {meta.id}';
COMMENT ON COLUMN survey.model_run.training_sample_id IS
'Sample that a photoz run learned from. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN survey.model_run.n_input IS 'Rows, or light curves, that were fitted. [] {meta.number}';
COMMENT ON COLUMN survey.model_run.n_excluded IS
'Rows of the input left out for a missing value, light curves for too few epochs. [] {meta.number}';
COMMENT ON COLUMN survey.model_run.input_sha256 IS
'SHA-256 over the rows that were fitted, hexadecimal. [] {meta.checksum}';
COMMENT ON COLUMN survey.model_run.code_version IS
'Version of EpochDB and hash of its ml package. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.model_run.python_version IS
'Version of Python. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.model_run.numpy_version IS 'Version of numpy. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.model_run.scikit_learn_version IS
'Version of scikit-learn. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.model_run.astropy_version IS 'Version of astropy. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.model_run.started_at IS 'When the run began. [] {time.start}';
COMMENT ON COLUMN survey.model_run.finished_at IS
'When the fit ended and its results were written. [] {time.end}';

COMMENT ON TABLE survey.model_parameter IS 'The settings of each run, as text.';
COMMENT ON COLUMN survey.model_parameter.run_id IS 'Run. [] {meta.id}';
COMMENT ON COLUMN survey.model_parameter.name IS 'Name of the setting. [] {meta.id}';
COMMENT ON COLUMN survey.model_parameter.value IS 'Its value. [] {stat.param}';

COMMENT ON TABLE survey.model_metric IS
'Figures of each run that only the program can measure, such as held-out likelihoods; errors of redshifts are in views.';
COMMENT ON COLUMN survey.model_metric.run_id IS 'Run. [] {meta.id}';
COMMENT ON COLUMN survey.model_metric.name IS 'Name of the figure. [] {meta.id}';
COMMENT ON COLUMN survey.model_metric.value IS
'Its value, in the unit that its name implies. [] {stat.value}';

COMMENT ON TABLE survey.model_weight IS
'What a run learned, as arrays: with the galaxies of its training sample enough to predict without learning again.';
COMMENT ON COLUMN survey.model_weight.run_id IS 'Run that learned it. [] {meta.id}';
COMMENT ON COLUMN survey.model_weight.name IS 'Name of the array. [] {meta.id}';
COMMENT ON COLUMN survey.model_weight.content IS
'The array in the NPY format of NumPy. [] {stat.fit.param}';

COMMENT ON TABLE survey.mixture_component IS
'The Gaussian components of the fitted density of stars in the plane (Y-J, J-H).';
COMMENT ON COLUMN survey.mixture_component.run_id IS 'Run that fitted it. [] {meta.id}';
COMMENT ON COLUMN survey.mixture_component.density IS
'Which density: observed (as measured) or intrinsic (before the errors). [] {meta.code.class}';
COMMENT ON COLUMN survey.mixture_component.component IS
'Number of the component, from 1, by descending weight, the background last. [] {meta.id}';
COMMENT ON COLUMN survey.mixture_component.is_background IS
'Whether it is the broad component that stands for isolated stars. [] {meta.code}';
COMMENT ON COLUMN survey.mixture_component.weight IS
'Share of the stars; the weights of a density sum to one. [] {stat.weight}';
COMMENT ON COLUMN survey.mixture_component.mean_y_minus_j IS
'Mean of Y - J. [mag] {phot.color;stat.mean;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN survey.mixture_component.mean_j_minus_h IS
'Mean of J - H. [mag] {phot.color;stat.mean;em.IR.J;em.IR.H}';
COMMENT ON COLUMN survey.mixture_component.var_y_minus_j IS
'Variance of Y - J. [mag**2] {stat.variance;phot.color}';
COMMENT ON COLUMN survey.mixture_component.var_j_minus_h IS
'Variance of J - H. [mag**2] {stat.variance;phot.color}';
COMMENT ON COLUMN survey.mixture_component.covariance IS
'Covariance of Y - J and J - H. [mag**2] {stat.covariance;phot.color}';

COMMENT ON TABLE survey.density_candidate IS
'The densities that were tried for the stars, judged on stars held out of the fit: numbers of components, and other estimators.';
COMMENT ON COLUMN survey.density_candidate.run_id IS 'Run that tried it. [] {meta.id}';
COMMENT ON COLUMN survey.density_candidate.estimator IS 'Name of the estimator. [] {meta.id}';
COMMENT ON COLUMN survey.density_candidate.n_component IS
'Gaussian components, the background not counted; missing for a kernel density. [] {meta.number}';
COMMENT ON COLUMN survey.density_candidate.bic IS
'Bayesian information criterion of a fit to all stars, smaller is better; missing where not computed. [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.density_candidate.held_out IS
'Mean natural logarithm of the density [mag**-2] at held-out stars. [] {stat.likelihood}';
COMMENT ON COLUMN survey.density_candidate.held_out_err IS
'Standard error of that mean, the same stars'' for all. [] {stat.error}';
COMMENT ON COLUMN survey.density_candidate.gain IS
'Mean over the stars of the difference to the likeliest number of components. [] {stat.likelihood}';
COMMENT ON COLUMN survey.density_candidate.gain_err IS
'Standard error of the mean difference. [] {stat.error}';

COMMENT ON TABLE survey.sample_comparison IS
'Two-sample tests of simulated and of other stars against stars that had no part in the fit.';
COMMENT ON COLUMN survey.sample_comparison.run_id IS 'Run that compared. [] {meta.id}';
COMMENT ON COLUMN survey.sample_comparison.sample IS
'What is compared with the stars: stars (others of them: the null), chosen, or another simulation. [] {meta.id}';
COMMENT ON COLUMN survey.sample_comparison.test IS 'Name of the test or distance. [] {meta.id}';
COMMENT ON COLUMN survey.sample_comparison.fold IS 'Which fifth of the stars, from 0. [] {meta.id}';
COMMENT ON COLUMN survey.sample_comparison.statistic IS 'Value of the statistic. [] {stat.value}';
COMMENT ON COLUMN survey.sample_comparison.p_value IS
'Chance of one as large between samples of one population; missing for a distance without a test. [] {stat.probability}';

COMMENT ON TABLE survey.simulated_star IS 'The simulated stars, drawn from a run''s density.';
COMMENT ON COLUMN survey.simulated_star.run_id IS 'Run that drew it. [] {meta.id}';
COMMENT ON COLUMN survey.simulated_star.star_number IS
'Number of the star in its run, from 1. [] {meta.id;src}';
COMMENT ON COLUMN survey.simulated_star.y_minus_j IS
'Colour Y - J. [mag] {phot.color;em.IR.NIR;em.IR.J;meta.modelled}';
COMMENT ON COLUMN survey.simulated_star.j_minus_h IS
'Colour J - H. [mag] {phot.color;em.IR.J;em.IR.H;meta.modelled}';
COMMENT ON COLUMN survey.simulated_star.component IS
'Component of the density that it came from. [] {meta.id}';

COMMENT ON TABLE survey.linear_term IS
'The terms of the linear models: redshift is the sum of coefficient times the powers of magnitude and colours.';
COMMENT ON COLUMN survey.linear_term.run_id IS 'Run that fitted it. [] {meta.id}';
COMMENT ON COLUMN survey.linear_term.term IS 'Place of the term in the equation, from 1. [] {meta.id}';
COMMENT ON COLUMN survey.linear_term.name IS 'The product of powers, 1 for the constant. [] {meta.title}';
COMMENT ON COLUMN survey.linear_term.mag_r_power IS 'Power of mag_r. [] {meta.number}';
COMMENT ON COLUMN survey.linear_term.u_minus_g_power IS 'Power of u - g. [] {meta.number}';
COMMENT ON COLUMN survey.linear_term.g_minus_r_power IS 'Power of g - r. [] {meta.number}';
COMMENT ON COLUMN survey.linear_term.r_minus_i_power IS 'Power of r - i. [] {meta.number}';
COMMENT ON COLUMN survey.linear_term.i_minus_z_power IS 'Power of i - z. [] {meta.number}';
COMMENT ON COLUMN survey.linear_term.coefficient IS
'Coefficient, in mag to the minus sum of the powers. [] {stat.fit.param}';

COMMENT ON TABLE survey.principal_component IS
'Principal components of magnitude and colours of a training sample, each in units of its robust width, and what linear regression on the first of them reaches.';
COMMENT ON COLUMN survey.principal_component.run_id IS 'Run that analysed the sample. [] {meta.id}';
COMMENT ON COLUMN survey.principal_component.component IS
'Number of the component, from 1, by descending variance. [] {meta.id}';
COMMENT ON COLUMN survey.principal_component.explained_variance IS
'Share of the variance along it. [] {stat.variance}';
COMMENT ON COLUMN survey.principal_component.mag_r IS 'Its direction: part of mag_r. [] {stat.fit.param}';
COMMENT ON COLUMN survey.principal_component.u_minus_g IS 'Its direction: part of u - g. [] {stat.fit.param}';
COMMENT ON COLUMN survey.principal_component.g_minus_r IS 'Its direction: part of g - r. [] {stat.fit.param}';
COMMENT ON COLUMN survey.principal_component.r_minus_i IS 'Its direction: part of r - i. [] {stat.fit.param}';
COMMENT ON COLUMN survey.principal_component.i_minus_z IS 'Its direction: part of i - z. [] {stat.fit.param}';
COMMENT ON COLUMN survey.principal_component.training_error IS
'E of a linear regression on this and the components before it, on the training sample. [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.principal_component.test_error IS
'The same on the test sample. [] {stat.fit.goodness}';

COMMENT ON TABLE survey.prediction IS
'Which run predicted redshifts for which sample, and for how many of its galaxies.';
COMMENT ON COLUMN survey.prediction.run_id IS 'Run that predicted. [] {meta.id}';
COMMENT ON COLUMN survey.prediction.sample_id IS
'Sample that it predicted. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN survey.prediction.n_galaxy IS 'Galaxies with a predicted redshift. [] {meta.number;src}';
COMMENT ON COLUMN survey.prediction.n_excluded IS
'Galaxies without one, for a missing magnitude, colour or error. [] {meta.number;src}';
COMMENT ON COLUMN survey.prediction.n_outside IS
'Galaxies outside the training colours. [] {meta.number;src}';
COMMENT ON COLUMN survey.prediction.code_version IS
'Version of EpochDB and hash of its ml package that predicted. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.prediction.predicted_at IS 'When they were predicted. [] {time.processing}';

COMMENT ON TABLE survey.photo_z IS
'Photometric redshifts with their uncertainty and the quantiles of their probability distribution.';
COMMENT ON COLUMN survey.photo_z.run_id IS 'Run that predicted it. [] {meta.id}';
COMMENT ON COLUMN survey.photo_z.sample_id IS 'Sample of the galaxy. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN survey.photo_z.counter IS 'Number of the galaxy in its sample. [] {meta.id;src}';
COMMENT ON COLUMN survey.photo_z.z_phot IS 'Photometric redshift. [] {src.redshift.phot;meta.main}';
COMMENT ON COLUMN survey.photo_z.z_err IS
'Its uncertainty: half the width of the central 68 % of its distribution. [] {stat.error;src.redshift.phot}';
COMMENT ON COLUMN survey.photo_z.z_q025 IS
'Redshift that the true one is below with probability 0.025. [] {src.redshift.phot;stat.min}';
COMMENT ON COLUMN survey.photo_z.z_q160 IS
'Redshift that the true one is below with probability 0.16. [] {src.redshift.phot;stat.min}';
COMMENT ON COLUMN survey.photo_z.z_q500 IS
'Redshift that the true one is below with probability 0.5. [] {src.redshift.phot;stat.median}';
COMMENT ON COLUMN survey.photo_z.z_q840 IS
'Redshift that the true one is below with probability 0.84. [] {src.redshift.phot;stat.max}';
COMMENT ON COLUMN survey.photo_z.z_q975 IS
'Redshift that the true one is below with probability 0.975. [] {src.redshift.phot;stat.max}';
COMMENT ON COLUMN survey.photo_z.pit IS
'Probability integral transform: its distribution below the true redshift; missing where that is unknown. [] {stat.probability}';
COMMENT ON COLUMN survey.photo_z.crps IS
'Continuous ranked probability score, smaller is better; missing where the true redshift is unknown. [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.photo_z.is_outside IS
'Whether the galaxy lies outside the magnitudes and colours that the run learned from. [] {meta.code.qual}';
