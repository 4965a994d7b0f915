-- Calibration that can be seen, redone and switched off: ties of images, noise floors, the depth
-- of each image, and periods. Frozen once released: a change is a new numbered file.
--
-- Only period grows with the survey; it has source_id in its key. Runs and what hangs on them are small. A
-- tie is never changed but for is_current, which a person decides.

CREATE TABLE survey.tie (
    tie_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    band text NOT NULL,
    is_current boolean NOT NULL DEFAULT false,
    made_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    snr_min double precision NOT NULL,
    mag_min double precision NOT NULL,
    n_star_max integer NOT NULL,
    clip_sigma double precision NOT NULL,
    tolerance_mag double precision NOT NULL,
    n_iteration integer NOT NULL,
    last_change_mag double precision NOT NULL,
    CONSTRAINT tie_pkey PRIMARY KEY (tie_id),
    CONSTRAINT tie_band_fkey FOREIGN KEY (band) REFERENCES survey.band (band),
    CONSTRAINT tie_n_star_max_positive CHECK (n_star_max > 0),
    CONSTRAINT tie_clip_sigma_positive CHECK (clip_sigma > 0),
    CONSTRAINT tie_tolerance_positive CHECK (tolerance_mag > 0)
);
CREATE UNIQUE INDEX tie_one_current ON survey.tie (band) WHERE is_current;

CREATE TABLE survey.tie_offset (
    tie_id integer NOT NULL,
    image_id integer NOT NULL,
    offset_mag double precision NOT NULL,
    offset_err double precision NOT NULL,
    scatter double precision NOT NULL,
    n_star integer NOT NULL,
    CONSTRAINT tie_offset_pkey PRIMARY KEY (tie_id, image_id),
    CONSTRAINT tie_offset_tie_fkey
        FOREIGN KEY (tie_id)
        REFERENCES survey.tie (tie_id) ON DELETE CASCADE,
    -- An image that is taken out or replaced takes its offsets along: they were measured on other contents
    CONSTRAINT tie_offset_image_fkey
        FOREIGN KEY (image_id) REFERENCES survey.image (image_id) ON DELETE CASCADE,
    CONSTRAINT tie_offset_plausible CHECK (offset_mag BETWEEN -10 AND 10),
    CONSTRAINT tie_offset_err_not_negative CHECK (offset_err >= 0 AND offset_err < 'infinity'),
    CONSTRAINT tie_offset_scatter_not_negative CHECK (scatter >= 0 AND scatter < 'infinity'),
    CONSTRAINT tie_offset_n_star_positive CHECK (n_star > 0)
);
CREATE INDEX tie_offset_image_idx ON survey.tie_offset (image_id);

CREATE TABLE survey.noise_run (
    noise_run_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    band text NOT NULL,
    calibration text NOT NULL,
    tie_id integer,
    made_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    n_source_min integer NOT NULL,
    CONSTRAINT noise_run_pkey PRIMARY KEY (noise_run_id),
    CONSTRAINT noise_run_band_fkey FOREIGN KEY (band) REFERENCES survey.band (band),
    CONSTRAINT noise_run_tie_fkey
        FOREIGN KEY (tie_id)
        REFERENCES survey.tie (tie_id) ON DELETE CASCADE,
    CONSTRAINT noise_run_calibration_known CHECK (calibration IN ('catalogue', 'tied')),
    CONSTRAINT noise_run_tied_has_tie
        CHECK ((calibration = 'tied') = (tie_id IS NOT NULL))
);
CREATE INDEX noise_run_band_idx ON survey.noise_run (band, calibration);
CREATE INDEX noise_run_tie_idx ON survey.noise_run (tie_id);

CREATE TABLE survey.noise_floor (
    noise_run_id integer NOT NULL,
    field_id integer NOT NULL,
    mag double precision NOT NULL,
    n_source integer NOT NULL,
    scatter_mag double precision NOT NULL,
    expected_mag double precision NOT NULL,
    floor_mag double precision NOT NULL,
    CONSTRAINT noise_floor_pkey PRIMARY KEY (noise_run_id, field_id, mag),
    CONSTRAINT noise_floor_run_fkey
        FOREIGN KEY (noise_run_id) REFERENCES survey.noise_run (noise_run_id) ON DELETE CASCADE,
    CONSTRAINT noise_floor_field_fkey FOREIGN KEY (field_id) REFERENCES survey.field (field_id),
    CONSTRAINT noise_floor_floor_not_negative CHECK (floor_mag >= 0 AND floor_mag < 'infinity')
);

CREATE TABLE survey.image_depth (
    image_id integer NOT NULL,
    limit_mag double precision NOT NULL,
    n_faint integer NOT NULL,
    CONSTRAINT image_depth_pkey PRIMARY KEY (image_id),
    CONSTRAINT image_depth_image_fkey
        FOREIGN KEY (image_id) REFERENCES survey.image (image_id) ON DELETE CASCADE,
    CONSTRAINT image_depth_n_faint_positive CHECK (n_faint > 0)
);

-- A table of its own and not columns of model_run: only runs on light curves have these, a run that takes
-- several bands together has several rows, and what a run is tied by is checked here.
CREATE TABLE survey.run_light_curve (
    run_id integer NOT NULL,
    band text NOT NULL,
    calibration text NOT NULL,
    tie_id integer,
    CONSTRAINT run_light_curve_pkey PRIMARY KEY (run_id, band),
    CONSTRAINT run_light_curve_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT run_light_curve_band_fkey FOREIGN KEY (band) REFERENCES survey.band (band),
    CONSTRAINT run_light_curve_tie_fkey
        FOREIGN KEY (tie_id) REFERENCES survey.tie (tie_id),
    CONSTRAINT run_light_curve_calibration_known CHECK (calibration IN ('raw', 'catalogue', 'tied')),
    CONSTRAINT run_light_curve_tied_has_tie
        CHECK ((calibration = 'tied') = (tie_id IS NOT NULL))
);
CREATE INDEX run_light_curve_band_idx ON survey.run_light_curve (band);
CREATE INDEX run_light_curve_tie_idx ON survey.run_light_curve (tie_id);

CREATE TABLE survey.period (
    source_id bigint NOT NULL,
    period double precision NOT NULL,
    power double precision NOT NULL,
    false_alarm_probability double precision NOT NULL,
    amplitude_mag double precision NOT NULL,
    epoch_mjd double precision NOT NULL,
    run_id integer NOT NULL,
    n_epoch integer NOT NULL,
    n_harmonic smallint NOT NULL,
    period_err double precision NOT NULL,
    CONSTRAINT period_pkey PRIMARY KEY (source_id, run_id),
    CONSTRAINT period_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT period_period_positive CHECK (period > 0 AND period < 'infinity'),
    CONSTRAINT period_power_in_unit_interval CHECK (power BETWEEN 0 AND 1),
    CONSTRAINT period_false_alarm_probability_in_unit_interval
        CHECK (false_alarm_probability BETWEEN 0 AND 1),
    CONSTRAINT period_n_epoch_positive CHECK (n_epoch > 0),
    CONSTRAINT period_n_harmonic_positive CHECK (n_harmonic > 0),
    CONSTRAINT period_period_err_positive CHECK (period_err > 0 AND period_err < 'infinity')
);
CREATE INDEX period_run_idx ON survey.period (run_id);

CREATE TABLE survey.candidate_period (
    source_id bigint NOT NULL,
    period double precision NOT NULL,
    criterion double precision NOT NULL,
    run_id integer NOT NULL,
    rank smallint NOT NULL,
    n_harmonic smallint NOT NULL,
    relation text NOT NULL,
    CONSTRAINT candidate_period_pkey PRIMARY KEY (source_id, run_id, rank),
    CONSTRAINT candidate_period_period_fkey
        FOREIGN KEY (source_id, run_id) REFERENCES survey.period (source_id, run_id) ON DELETE CASCADE,
    CONSTRAINT candidate_period_period_positive CHECK (period > 0 AND period < 'infinity'),
    CONSTRAINT candidate_period_criterion_finite CHECK (criterion > '-infinity' AND criterion < 'infinity'),
    CONSTRAINT candidate_period_rank_positive CHECK (rank > 0),
    CONSTRAINT candidate_period_n_harmonic_positive CHECK (n_harmonic > 0),
    CONSTRAINT candidate_period_relation_known CHECK (
        relation IN (
            'first', 'half', 'double', 'multiple', 'alias of a day', 'alias of a month', 'alias of a year',
            'none'
        )
    ),
    CONSTRAINT candidate_period_first_has_rank_one CHECK ((rank = 1) = (relation = 'first'))
);
CREATE INDEX candidate_period_run_idx ON survey.candidate_period (run_id);

COMMENT ON TABLE survey.tie IS
'The ties of the images of each field to one another: when, in which band and with which settings they were made.';
COMMENT ON COLUMN survey.tie.tie_id IS 'Number of the tie. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.tie.band IS 'Monitored band that was tied. [] {instr.bandpass}';
COMMENT ON COLUMN survey.tie.is_current IS
'Whether calibration tied means this tie; at most one of a band. [] {meta.code.status}';
COMMENT ON COLUMN survey.tie.made_at IS 'When it was made. [] {time.processing}';
COMMENT ON COLUMN survey.tie.snr_min IS
'Signal-to-noise above which a star was used. [] {stat.snr;stat.min}';
COMMENT ON COLUMN survey.tie.mag_min IS
'Magnitude that a star had to be fainter than, for brighter ones saturate. [mag] {phot.mag;stat.min}';
COMMENT ON COLUMN survey.tie.n_star_max IS
'How many stars of a field were used at most. [] {meta.number;stat.max}';
COMMENT ON COLUMN survey.tie.clip_sigma IS
'Stars and detections this many robust standard deviations out were left out. [] {stat.param}';
COMMENT ON COLUMN survey.tie.tolerance_mag IS
'The iteration ended when no offset changed by more. [mag] {stat.param;phot.mag}';
COMMENT ON COLUMN survey.tie.n_iteration IS
'Iterations of the field that took most. [] {meta.number}';
COMMENT ON COLUMN survey.tie.last_change_mag IS
'Largest change of an offset in the last iteration of a field. [mag] {phot.mag;stat.max}';

COMMENT ON TABLE survey.tie_offset IS
'By how much the constant stars of a field look fainter on an image than on the mean of its images, for each tie.';
COMMENT ON COLUMN survey.tie_offset.tie_id IS 'Number of the tie. [] {meta.id}';
COMMENT ON COLUMN survey.tie_offset.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.tie_offset.offset_mag IS
'What is to be subtracted from its magnitudes; zero on average over the images of a field. [mag] {phot.mag;arith.zp;arith.diff}';
COMMENT ON COLUMN survey.tie_offset.offset_err IS
'Error of offset_mag, 1 sigma. [mag] {stat.error;phot.mag;arith.zp}';
COMMENT ON COLUMN survey.tie_offset.scatter IS
'Robust standard deviation of the stars around it. [mag] {stat.stdev;phot.mag}';
COMMENT ON COLUMN survey.tie_offset.n_star IS 'Stars that it was measured from. [] {meta.number;src}';

COMMENT ON TABLE survey.noise_run IS
'The runs of upkeep.measure_noise_floor: for which band and calibration the noise was measured, and how.';
COMMENT ON COLUMN survey.noise_run.noise_run_id IS 'Number of the run. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.noise_run.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN survey.noise_run.calibration IS
'Calibration of the fluxes: catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN survey.noise_run.tie_id IS
'Tie of the tied fluxes; missing for catalogue. [] {meta.id}';
COMMENT ON COLUMN survey.noise_run.made_at IS 'When it was made. [] {time.processing}';
COMMENT ON COLUMN survey.noise_run.n_source_min IS
'Bins with fewer sources were left out. [] {meta.number;stat.min}';

COMMENT ON TABLE survey.noise_floor IS
'How much sources of a magnitude scatter, how much their errors let expect, and the systematic floor that explains the rest.';
COMMENT ON COLUMN survey.noise_floor.noise_run_id IS 'Run that measured it. [] {meta.id}';
COMMENT ON COLUMN survey.noise_floor.field_id IS 'The field. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.noise_floor.mag IS
'Centre of the magnitude bin, a multiple of a quarter. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN survey.noise_floor.n_source IS 'Sources in the bin. [] {meta.number;src}';
COMMENT ON COLUMN survey.noise_floor.scatter_mag IS
'Median standard deviation of their light curves. [mag] {stat.stdev;phot.mag}';
COMMENT ON COLUMN survey.noise_floor.expected_mag IS
'Median of what their quoted errors let expect. [mag] {stat.error;phot.mag}';
COMMENT ON COLUMN survey.noise_floor.floor_mag IS
'Systematic error to be added to the quoted ones in quadrature, 1 sigma. [mag] {stat.error.sys;phot.mag}';

COMMENT ON TABLE survey.image_depth IS
'How faint a source an image would have shown: its 5 sigma limit.';
COMMENT ON COLUMN survey.image_depth.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.image_depth.limit_mag IS
'Magnitude in aperture 1 whose flux is five times the error of the faintest tenth of its detections. [mag] {phot.mag;stat.max;em.IR}';
COMMENT ON COLUMN survey.image_depth.n_faint IS
'Detections in that tenth. [] {meta.number}';

COMMENT ON TABLE survey.run_light_curve IS
'Which light curves the runs of python -m ml read: the band and how it was calibrated.';
COMMENT ON COLUMN survey.run_light_curve.run_id IS 'The run. [] {meta.id}';
COMMENT ON COLUMN survey.run_light_curve.band IS 'Band of the light curves. [] {instr.bandpass}';
COMMENT ON COLUMN survey.run_light_curve.calibration IS
'Calibration of the light curves: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN survey.run_light_curve.tie_id IS
'Tie of tied light curves, otherwise missing. [] {meta.id}';

COMMENT ON TABLE survey.period IS
'The first of the periods of each source that a run searched, and how likely noise alone gives one as strong.';
COMMENT ON COLUMN survey.period.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.period.period IS 'The period. [d] {time.period;src.var}';
COMMENT ON COLUMN survey.period.power IS
'Share of the scatter that the best sine of any period explains (Lomb-Scargle power). [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.period.false_alarm_probability IS
'Probability that the same magnitudes at shuffled epochs have a power as high anywhere. [] {stat.probability}';
COMMENT ON COLUMN survey.period.amplitude_mag IS
'Half the range of the fitted harmonics. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN survey.period.epoch_mjd IS
'Modified Julian date of phase zero, the maximum of brightness of the fitted harmonics. [d] {time.epoch;src.var}';
COMMENT ON COLUMN survey.period.run_id IS 'Run that found it. [] {meta.id}';
COMMENT ON COLUMN survey.period.n_epoch IS 'Epochs that it was searched in. [] {meta.number;obs}';
COMMENT ON COLUMN survey.period.n_harmonic IS 'Harmonics that the criterion chose. [] {meta.number}';
COMMENT ON COLUMN survey.period.period_err IS
'Uncertainty of the period, 1 sigma, if it is the right one. [d] {stat.error;time.period;src.var}';

COMMENT ON TABLE survey.candidate_period IS
'The periods of a source that a run found, best first; a light curve with gaps often allows several.';
COMMENT ON COLUMN survey.candidate_period.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.candidate_period.period IS 'The period. [d] {time.period;src.var}';
COMMENT ON COLUMN survey.candidate_period.criterion IS
'Bayesian information criterion of the harmonics less that of a constant; the lower the better. [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.candidate_period.run_id IS 'Run that found it. [] {meta.id}';
COMMENT ON COLUMN survey.candidate_period.rank IS 'Rank among the candidates, the best is 1. [] {meta.number}';
COMMENT ON COLUMN survey.candidate_period.n_harmonic IS
'Harmonics that the criterion chose. [] {meta.number}';
COMMENT ON COLUMN survey.candidate_period.relation IS
'What it is to the first: first, half, double, multiple, alias of a day, month or year, or none. [] {meta.code}';
