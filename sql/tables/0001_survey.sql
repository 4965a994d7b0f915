-- The survey: bands, fields, images and their catalogues, detections, and the summaries of them.
-- Frozen once released: a change is a new numbered file.
--
-- detection, source and source_variability are the large tables; each key of theirs contains source_id, so
-- that they can be distributed by it. detection has no foreign key to image: checking it row by row halves
-- the rate of COPY, and upkeep.add_catalogues, which every load ends with, refuses an image that is not
-- there.

CREATE TABLE survey.band (
    band text NOT NULL,
    wavelength_um real NOT NULL,
    is_monitored boolean NOT NULL,
    CONSTRAINT band_pkey PRIMARY KEY (band),
    CONSTRAINT band_wavelength_positive CHECK (wavelength_um > 0)
);

INSERT INTO survey.band (band, wavelength_um, is_monitored) VALUES
    ('Z', 0.878, false),
    ('Y', 1.021, false),
    ('J', 1.254, false),
    ('H', 1.646, false),
    ('Ks', 2.149, true);

CREATE TABLE survey.field (
    field_id integer NOT NULL,
    CONSTRAINT field_pkey PRIMARY KEY (field_id)
);

CREATE TABLE survey.image (
    image_id integer NOT NULL,
    field_id integer NOT NULL,
    band text NOT NULL,
    file_name text NOT NULL,
    mjd double precision NOT NULL,
    airmass real,
    exposure_time real,
    zero_point_1 double precision,
    zero_point_2 double precision,
    zero_point_3 double precision,
    CONSTRAINT image_pkey PRIMARY KEY (image_id),
    CONSTRAINT image_field_fkey FOREIGN KEY (field_id) REFERENCES survey.field (field_id),
    CONSTRAINT image_band_fkey FOREIGN KEY (band) REFERENCES survey.band (band),
    -- 1950 to 2100: a Julian date or a calendar year given as MJD falls outside
    CONSTRAINT image_mjd_plausible CHECK (mjd BETWEEN 33282 AND 88069),
    -- At the horizon the air is 38 times as thick as overhead; no exposure is longer than a day
    CONSTRAINT image_airmass_plausible CHECK (airmass BETWEEN 1 AND 40),
    CONSTRAINT image_exposure_time_plausible CHECK (exposure_time > 0 AND exposure_time <= 86400)
);
CREATE INDEX image_mjd_idx ON survey.image (mjd);
CREATE INDEX image_field_band_idx ON survey.image (field_id, band, mjd);

CREATE TABLE survey.load (
    load_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    path text NOT NULL,
    program_version text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    finished_at timestamptz,
    n_loaded integer NOT NULL DEFAULT 0,
    n_replaced integer NOT NULL DEFAULT 0,
    n_unchanged integer NOT NULL DEFAULT 0,
    n_rejected integer NOT NULL DEFAULT 0,
    n_row bigint NOT NULL DEFAULT 0,
    n_missing bigint NOT NULL DEFAULT 0,
    CONSTRAINT load_pkey PRIMARY KEY (load_id)
);

CREATE TABLE survey.catalogue (
    image_id integer NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL,
    n_detection integer NOT NULL,
    load_id bigint NOT NULL,
    -- Not the beginning of the transaction, which a group has in common
    loaded_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    is_summarised boolean NOT NULL DEFAULT false,
    CONSTRAINT catalogue_pkey PRIMARY KEY (image_id),
    CONSTRAINT catalogue_sha256_unique UNIQUE (sha256),
    CONSTRAINT catalogue_image_fkey FOREIGN KEY (image_id) REFERENCES survey.image (image_id),
    CONSTRAINT catalogue_load_fkey FOREIGN KEY (load_id) REFERENCES survey.load (load_id),
    CONSTRAINT catalogue_sha256_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT catalogue_n_detection_positive CHECK (n_detection > 0)
);

CREATE TABLE survey.rejected_file (
    rejected_file_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    load_id bigint NOT NULL,
    path text NOT NULL,
    fault text NOT NULL,
    message text NOT NULL,
    image_id integer,
    field_id integer,
    band text,
    mjd double precision,
    rejected_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT rejected_file_pkey PRIMARY KEY (rejected_file_id),
    CONSTRAINT rejected_file_load_fkey FOREIGN KEY (load_id) REFERENCES survey.load (load_id)
);
CREATE INDEX rejected_file_image_idx ON survey.rejected_file (image_id);

CREATE TABLE survey.snr_threshold (
    snr_min double precision NOT NULL,
    CONSTRAINT snr_threshold_pkey PRIMARY KEY (snr_min)
);

INSERT INTO survey.snr_threshold (snr_min) VALUES (0), (3), (5), (10), (20), (30), (50), (100);

-- With the signal-to-noise of each detection, four bytes, any threshold is counted without reading one.
CREATE TABLE survey.catalogue_count (
    image_id integer NOT NULL,
    class smallint NOT NULL,
    snr_min double precision NOT NULL,
    n_detection integer NOT NULL,
    snr real[] NOT NULL,
    CONSTRAINT catalogue_count_pkey PRIMARY KEY (image_id, snr_min, class),
    CONSTRAINT catalogue_count_catalogue_fkey
        FOREIGN KEY (image_id) REFERENCES survey.catalogue (image_id),
    CONSTRAINT catalogue_count_threshold_fkey
        FOREIGN KEY (snr_min) REFERENCES survey.snr_threshold (snr_min)
);

-- Floats hardly compress: trying costs a load more than it saves. Nobody asks which numbers they hold, and
-- to find out the end of every load would read them all.
ALTER TABLE survey.catalogue_count ALTER COLUMN snr SET STORAGE EXTERNAL, ALTER COLUMN snr SET STATISTICS 0;

-- The loader has every column of a catalogue at hand, so its extremes cost next to nothing there.
CREATE TABLE survey.catalogue_range (
    image_id integer NOT NULL,
    column_name text NOT NULL,
    value_min double precision NOT NULL,
    value_max double precision NOT NULL,
    CONSTRAINT catalogue_range_pkey PRIMARY KEY (image_id, column_name),
    CONSTRAINT catalogue_range_catalogue_fkey
        FOREIGN KEY (image_id) REFERENCES survey.catalogue (image_id) ON DELETE CASCADE,
    CONSTRAINT catalogue_range_in_order CHECK (value_min <= value_max)
);

-- Columns ordered by alignment, widest first: 120 bytes a row.
CREATE TABLE survey.detection (
    source_id bigint NOT NULL,
    ra double precision NOT NULL,
    dec double precision NOT NULL,
    image_id integer NOT NULL,
    running_id integer NOT NULL,
    x real,
    y real,
    flux_1 real,
    flux_1_err real,
    flux_2 real,
    flux_2_err real,
    flux_3 real,
    flux_3_err real,
    mag_1 real,
    mag_1_err real,
    mag_2 real,
    mag_2_err real,
    mag_3 real,
    mag_3_err real,
    -- In the bytes that alignment would leave empty behind class; never NULL, which would cost a row eight
    flags integer NOT NULL DEFAULT 0,
    class smallint NOT NULL,
    -- A light curve's fluxes are read from the index alone
    CONSTRAINT detection_pkey PRIMARY KEY (source_id, image_id) INCLUDE (flux_1, flux_1_err),
    CONSTRAINT detection_ra_in_circle CHECK (ra >= 0 AND ra < 360),
    CONSTRAINT detection_dec_in_sphere CHECK (dec BETWEEN -90 AND 90),
    CONSTRAINT detection_flags_not_negative CHECK (flags >= 0),
    CONSTRAINT detection_class_known CHECK (class BETWEEN -2 AND 1),
    CONSTRAINT detection_flux_1_finite CHECK (flux_1 > '-infinity' AND flux_1 < 'infinity'),
    CONSTRAINT detection_flux_2_finite CHECK (flux_2 > '-infinity' AND flux_2 < 'infinity'),
    CONSTRAINT detection_flux_3_finite CHECK (flux_3 > '-infinity' AND flux_3 < 'infinity'),
    CONSTRAINT detection_flux_1_err_positive CHECK (flux_1_err > 0 AND flux_1_err < 'infinity'),
    -- Also where the quotient overflows, which raises; every reading of it may then rely on it
    CONSTRAINT detection_snr_finite CHECK (flux_1 / flux_1_err < 'infinity'),
    CONSTRAINT detection_flux_2_err_positive CHECK (flux_2_err > 0 AND flux_2_err < 'infinity'),
    CONSTRAINT detection_flux_3_err_positive CHECK (flux_3_err > 0 AND flux_3_err < 'infinity'),
    -- The Sun is -27, the faintest that any telescope measures 32; these keep sentinels such as 99 out, too
    CONSTRAINT detection_mag_1_plausible CHECK (mag_1 BETWEEN -30 AND 40),
    CONSTRAINT detection_mag_2_plausible CHECK (mag_2 BETWEEN -30 AND 40),
    CONSTRAINT detection_mag_3_plausible CHECK (mag_3 BETWEEN -30 AND 40),
    CONSTRAINT detection_mag_1_err_not_negative CHECK (mag_1_err >= 0 AND mag_1_err < 'infinity'),
    CONSTRAINT detection_mag_2_err_not_negative CHECK (mag_2_err >= 0 AND mag_2_err < 'infinity'),
    CONSTRAINT detection_mag_3_err_not_negative CHECK (mag_3_err >= 0 AND mag_3_err < 'infinity'),
    CONSTRAINT detection_x_finite CHECK (x > '-infinity' AND x < 'infinity'),
    CONSTRAINT detection_y_finite CHECK (y > '-infinity' AND y < 'infinity')
) WITH (
    -- Where pages are not known to be visible to all, a light curve is not read from the index alone: a
    -- vacuum follows when a twentieth is new, not a fifth
    autovacuum_vacuum_insert_scale_factor = 0.05
);
-- A range of pages holds a few images, more or less in order of arrival. minmax_multi keeps each of them;
-- minmax would keep the lowest and the highest, and take all that lie between for present as well.
CREATE INDEX detection_image_brin
    ON survey.detection USING brin (image_id int4_minmax_multi_ops) WITH (pages_per_range = 32);

-- What is not good is found among the few that have a flag at all; a survey without flags has no entry in it.
CREATE INDEX detection_flagged_idx ON survey.detection (image_id, source_id) WHERE flags <> 0;

-- A row is written when its source is new, when a reference detection changes and when is_star does. What
-- each epoch adds to is counted in source_variability, a third as wide, so a monitored image seldom writes
-- here.
--
-- Its fields, as the bands of source_variability, are those of images, which have the keys: to ask again for
-- each row would be a sixteenth of a first load.
CREATE TABLE survey.source (
    source_id bigint NOT NULL,
    ra double precision NOT NULL,
    dec double precision NOT NULL,
    first_mjd double precision NOT NULL,
    z_mjd double precision,
    y_mjd double precision,
    j_mjd double precision,
    h_mjd double precision,
    ks_mjd double precision,
    field_id integer NOT NULL,
    first_image_id integer NOT NULL,
    z_image_id integer,
    y_image_id integer,
    j_image_id integer,
    h_image_id integer,
    ks_image_id integer,
    n_unmonitored integer NOT NULL,
    n_unmonitored_star integer NOT NULL,
    z_mag real,
    z_mag_err real,
    z_snr real,
    y_mag real,
    y_mag_err real,
    y_snr real,
    j_mag real,
    j_mag_err real,
    j_snr real,
    h_mag real,
    h_mag_err real,
    h_snr real,
    ks_mag real,
    ks_mag_err real,
    ks_snr real,
    z_minus_y real GENERATED ALWAYS AS (z_mag - y_mag) STORED,
    z_minus_j real GENERATED ALWAYS AS (z_mag - j_mag) STORED,
    z_minus_h real GENERATED ALWAYS AS (z_mag - h_mag) STORED,
    z_minus_ks real GENERATED ALWAYS AS (z_mag - ks_mag) STORED,
    y_minus_j real GENERATED ALWAYS AS (y_mag - j_mag) STORED,
    y_minus_h real GENERATED ALWAYS AS (y_mag - h_mag) STORED,
    y_minus_ks real GENERATED ALWAYS AS (y_mag - ks_mag) STORED,
    j_minus_h real GENERATED ALWAYS AS (j_mag - h_mag) STORED,
    j_minus_ks real GENERATED ALWAYS AS (j_mag - ks_mag) STORED,
    h_minus_ks real GENERATED ALWAYS AS (h_mag - ks_mag) STORED,
    -- What science.zone_from_dec says of dec: a table may not depend on what an upgrade drops
    zone integer GENERATED ALWAYS AS (floor(dec * 60)) STORED,
    z_class smallint,
    y_class smallint,
    j_class smallint,
    h_class smallint,
    ks_class smallint,
    is_star boolean NOT NULL,
    CONSTRAINT source_pkey PRIMARY KEY (source_id),
    CONSTRAINT source_n_unmonitored_star_in_unmonitored CHECK (n_unmonitored_star BETWEEN 0 AND n_unmonitored)
) WITH (fillfactor = 80);
CREATE INDEX source_field_idx ON survey.source (field_id);
-- A question by position reads nothing else: science.sources_near.
CREATE INDEX source_zone_idx ON survey.source (zone, ra) INCLUDE (dec, source_id);
CREATE INDEX source_z_minus_y_idx ON survey.source (z_minus_y) WHERE z_minus_y IS NOT NULL;
CREATE INDEX source_y_minus_j_idx ON survey.source (y_minus_j) WHERE y_minus_j IS NOT NULL;
-- R2 reads nothing else: science.red_sources.
CREATE INDEX source_j_minus_h_idx
    ON survey.source (j_minus_h) INCLUDE (source_id, field_id, ra, dec, j_mag, h_mag, is_star)
    WHERE j_minus_h IS NOT NULL;
CREATE INDEX source_h_minus_ks_idx ON survey.source (h_minus_ks) WHERE h_minus_ks IS NOT NULL;
CREATE INDEX source_j_minus_ks_idx ON survey.source (j_minus_ks) WHERE j_minus_ks IS NOT NULL;

-- Half of each page is left free, so that a whole catalogue's sources can be brought up to date in place
-- (heap-only tuples: no index is touched) and the old row versions go when the page is next written to.
--
-- calibration is one byte, c for catalogue or t for tied: a row is written for every source and epoch. The
-- strongest deviation is that of the epoch that stands here as long as it exceeds rest_deviation, which no
-- other epoch exceeds; otherwise it is not known until the light curve is read. sql/README.md says more.
CREATE TABLE survey.source_variability (
    source_id bigint NOT NULL,
    flux_mean double precision,
    flux_m2 double precision,
    flux_min double precision,
    flux_max double precision,
    flux_err_min double precision,
    weight double precision,
    weighted_offset double precision,
    chi2 double precision,
    strongest_flux double precision,
    strongest_flux_err double precision,
    rest_deviation double precision,
    strongest_image_id integer,
    n_epoch integer NOT NULL,
    n_detection integer NOT NULL,
    n_star integer NOT NULL,
    band text NOT NULL,
    -- squawk-ignore ban-char-field
    calibration "char" NOT NULL,
    CONSTRAINT source_variability_pkey PRIMARY KEY (source_id, band, calibration),
    CONSTRAINT source_variability_calibration_known CHECK (calibration IN ('c', 't')),
    CONSTRAINT source_variability_n_detection_positive CHECK (n_detection > 0),
    CONSTRAINT source_variability_n_star_in_detections CHECK (n_star BETWEEN 0 AND n_detection),
    CONSTRAINT source_variability_n_epoch_in_detections CHECK (n_epoch BETWEEN 0 AND n_detection),
    CONSTRAINT source_variability_moments_of_epochs
        CHECK (num_nulls(
            nullif(n_epoch, 0), flux_mean, flux_m2, flux_min, flux_max, flux_err_min, weight, weighted_offset,
            chi2, strongest_flux, strongest_flux_err, rest_deviation, strongest_image_id
        ) IN (0, 13)),
    CONSTRAINT source_variability_flux_m2_not_negative CHECK (flux_m2 >= 0),
    CONSTRAINT source_variability_chi2_not_negative CHECK (chi2 >= 0),
    CONSTRAINT source_variability_flux_err_min_positive CHECK (flux_err_min > 0)
) WITH (fillfactor = 45);
-- Why stands in sql/README.md.
CREATE STATISTICS survey.source_variability_reach
    ON (greatest(flux_max - flux_mean, flux_mean - flux_min) / flux_err_min)
    FROM survey.source_variability;
COMMENT ON STATISTICS survey.source_variability_reach IS
'How far the fluxes of sources reach from their mean, in units of their smallest error.';

COMMENT ON TABLE survey.band IS
'The filters of the survey.';
COMMENT ON COLUMN survey.band.band IS 'Name of the band: Z, Y, J, H or Ks. [] {instr.bandpass}';
COMMENT ON COLUMN survey.band.wavelength_um IS 'Effective wavelength. [um] {em.wl.effective}';
COMMENT ON COLUMN survey.band.is_monitored IS
'Whether the band is observed again and again, so that source_variability is kept for it. [] {meta.code}';

COMMENT ON TABLE survey.field IS
'The fields of the survey, each a patch of sky that one image covers.';
COMMENT ON COLUMN survey.field.field_id IS 'Number of the field. [] {meta.id;obs.field}';

COMMENT ON TABLE survey.image IS
'The images: when, where and in which band each was taken, and how it is calibrated.';
COMMENT ON COLUMN survey.image.image_id IS
'Number of the image, the manifest''s ID. [] {meta.id;obs.image;meta.main}';
COMMENT ON COLUMN survey.image.field_id IS 'Field that the image shows. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.image.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN survey.image.file_name IS
'Name of the reduced image; the dates in it are not to be believed. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.image.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.image.airmass IS 'Airmass of the exposure. [] {obs.airMass}';
COMMENT ON COLUMN survey.image.exposure_time IS 'Exposure time. [s] {time.duration;obs.exposure}';
COMMENT ON COLUMN survey.image.zero_point_1 IS
'Zero point in aperture 1, median of mag + 2.5 log10(flux) over the catalogue; missing where no flux is positive. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN survey.image.zero_point_2 IS
'Zero point in aperture 2, median of mag + 2.5 log10(flux) over the catalogue; missing where no flux is positive. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN survey.image.zero_point_3 IS
'Zero point in aperture 3, median of mag + 2.5 log10(flux) over the catalogue; missing where no flux is positive. [mag] {phot.mag;arith.zp}';

COMMENT ON TABLE survey.load IS
'The runs of the loader, one row each.';
COMMENT ON COLUMN survey.load.load_id IS 'Number of the run. [] {meta.id}';
COMMENT ON COLUMN survey.load.path IS 'What the loader was asked to load. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.load.program_version IS
'Version of EpochDB that ran. [] {meta.version;meta.software}';
COMMENT ON COLUMN survey.load.started_at IS 'When the run began. [] {time.start}';
COMMENT ON COLUMN survey.load.finished_at IS
'When the run ended; missing while it runs and if it was cut off. [] {time.end}';
COMMENT ON COLUMN survey.load.n_loaded IS 'Catalogues newly loaded. [] {meta.number}';
COMMENT ON COLUMN survey.load.n_replaced IS
'Catalogues replaced by another version. [] {meta.number}';
COMMENT ON COLUMN survey.load.n_unchanged IS
'Catalogues that were in already with the same contents. [] {meta.number}';
COMMENT ON COLUMN survey.load.n_rejected IS 'Files refused. [] {meta.number}';
COMMENT ON COLUMN survey.load.n_row IS 'Rows written: detections, or galaxies. [] {meta.number}';
COMMENT ON COLUMN survey.load.n_missing IS
'Values of those rows that the files mark as missing by a null or a sentinel such as -99; NaN is not counted, nor an error that goes with its value. [] {meta.number}';

COMMENT ON TABLE survey.catalogue IS
'The ledger: the catalogue of each image that is loaded, with the run that loaded it.';
COMMENT ON COLUMN survey.catalogue.image_id IS
'Image whose detections the catalogue holds. [] {meta.id;obs.image;meta.main}';
COMMENT ON COLUMN survey.catalogue.path IS 'Where the file was read. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.catalogue.sha256 IS
'SHA-256 of the file as read, hexadecimal. [] {meta.checksum}';
COMMENT ON COLUMN survey.catalogue.n_detection IS 'Detections in the catalogue. [] {meta.number}';
COMMENT ON COLUMN survey.catalogue.load_id IS 'Run that loaded it. [] {meta.id}';
COMMENT ON COLUMN survey.catalogue.is_summarised IS
'Whether its detections are in the summaries. [] {meta.code.status}';
COMMENT ON COLUMN survey.catalogue.loaded_at IS 'When it was loaded. [] {time.processing}';

COMMENT ON TABLE survey.rejected_file IS
'The files that were refused, and why.';
COMMENT ON COLUMN survey.rejected_file.rejected_file_id IS 'Number of the refusal. [] {meta.id}';
COMMENT ON COLUMN survey.rejected_file.load_id IS 'Run that refused the file. [] {meta.id}';
COMMENT ON COLUMN survey.rejected_file.path IS
'The file, or the manifest and its line. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.rejected_file.fault IS
'Kind of fault, by the name of the error. [] {meta.code.error}';
COMMENT ON COLUMN survey.rejected_file.message IS
'File, place, found, expected and remedy. [] {meta.note}';
COMMENT ON COLUMN survey.rejected_file.image_id IS
'Image that the manifest names for the file, where known. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.rejected_file.field_id IS
'Field that the manifest names, where known. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.rejected_file.band IS
'Band that the manifest names, where known. [] {instr.bandpass}';
COMMENT ON COLUMN survey.rejected_file.mjd IS
'Modified Julian date that the manifest names, where known. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.rejected_file.rejected_at IS
'When the file was refused. [] {time.processing}';

COMMENT ON TABLE survey.snr_threshold IS
'The standard thresholds of signal-to-noise, for which catalogue_count holds counts.';
COMMENT ON COLUMN survey.snr_threshold.snr_min IS
'Signal-to-noise above which a detection counts. [] {stat.snr;stat.min}';

COMMENT ON TABLE survey.catalogue_count IS
'How many detections of each class a catalogue has above each standard threshold of signal-to-noise.';
COMMENT ON COLUMN survey.catalogue_count.image_id IS
'Image of the catalogue. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.catalogue_count.class IS
'Class of the detections: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.catalogue_count.snr_min IS
'Signal-to-noise above which a detection counts. [] {stat.snr;stat.min}';
COMMENT ON COLUMN survey.catalogue_count.n_detection IS
'Detections of the class above the threshold. [] {meta.number}';
COMMENT ON COLUMN survey.catalogue_count.snr IS
'Signal-to-noise of those of them that are not above the next threshold, ascending. [] {stat.snr;phot.flux;em.IR}';

COMMENT ON TABLE survey.catalogue_range IS
'The lowest and highest value of each column of each catalogue.';
COMMENT ON COLUMN survey.catalogue_range.image_id IS 'Image of the catalogue. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.catalogue_range.column_name IS
'Column of survey.detection. [] {meta.id}';
COMMENT ON COLUMN survey.catalogue_range.value_min IS
'Lowest value, in the unit of the column. [] {stat.value;stat.min}';
COMMENT ON COLUMN survey.catalogue_range.value_max IS
'Highest value, in the unit of the column. [] {stat.value;stat.max}';

COMMENT ON TABLE survey.detection IS
'The detections: one row for each source on each image where it was found.';
COMMENT ON COLUMN survey.detection.source_id IS
'Source that was detected, the survey''s StarID. [] {meta.id;src}';
COMMENT ON COLUMN survey.detection.ra IS 'Right ascension, ICRS. [deg] {pos.eq.ra}';
COMMENT ON COLUMN survey.detection.dec IS 'Declination, ICRS. [deg] {pos.eq.dec}';
COMMENT ON COLUMN survey.detection.image_id IS
'Image on which it was detected. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.detection.running_id IS
'Counter of the detection within its image. [] {meta.id}';
COMMENT ON COLUMN survey.detection.x IS
'Position along the image''s first axis. [pix] {pos.cartesian.x;instr.det}';
COMMENT ON COLUMN survey.detection.y IS
'Position along the image''s second axis. [pix] {pos.cartesian.y;instr.det}';
COMMENT ON COLUMN survey.detection.flux_1 IS
'Flux in aperture 1, 1 arcsec in diameter, not calibrated. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.flux_1_err IS
'Error of flux_1, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.flux_2 IS
'Flux in aperture 2, 1.41 arcsec in diameter, not calibrated. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.flux_2_err IS
'Error of flux_2, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.flux_3 IS
'Flux in aperture 3, 2 arcsec in diameter, not calibrated. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.flux_3_err IS
'Error of flux_3, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN survey.detection.mag_1 IS
'Magnitude in aperture 1, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.mag_1_err IS
'Error of mag_1, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.mag_2 IS
'Magnitude in aperture 2, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.mag_2_err IS
'Error of mag_2, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.mag_3 IS
'Magnitude in aperture 3, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.mag_3_err IS
'Error of mag_3, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN survey.detection.flags IS
'Flags of the detection, a bit each, 0 where the survey has none; science.flag_meaning explains them. [] {meta.code.qual}';
COMMENT ON COLUMN survey.detection.class IS
'Class on this image: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';

COMMENT ON TABLE survey.source IS
'The sources: one row for each object on the sky, with the reference detection of each band side by side.';
COMMENT ON COLUMN survey.source.source_id IS
'The source, the survey''s StarID. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN survey.source.ra IS
'Right ascension of its earliest detection, ICRS. [deg] {pos.eq.ra;meta.main}';
COMMENT ON COLUMN survey.source.dec IS
'Declination of its earliest detection, ICRS. [deg] {pos.eq.dec;meta.main}';
COMMENT ON COLUMN survey.source.first_mjd IS
'Modified Julian date of its earliest detection. [d] {time.epoch;stat.min}';
COMMENT ON COLUMN survey.source.z_mjd IS
'Modified Julian date of the reference detection in Z, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.source.y_mjd IS
'Modified Julian date of the reference detection in Y, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.source.j_mjd IS
'Modified Julian date of the reference detection in J, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.source.h_mjd IS
'Modified Julian date of the reference detection in H, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.source.ks_mjd IS
'Modified Julian date of the reference detection in Ks, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.source.field_id IS
'Field of its earliest detection. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.source.first_image_id IS
'Image of its earliest detection. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.z_image_id IS
'Image of the reference detection in Z. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.y_image_id IS
'Image of the reference detection in Y. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.j_image_id IS
'Image of the reference detection in J. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.h_image_id IS
'Image of the reference detection in H. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.ks_image_id IS
'Image of the reference detection in Ks. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source.n_unmonitored IS
'Detections in the bands that are not monitored; those in the others are counted in source_variability. [] {meta.number;obs}';
COMMENT ON COLUMN survey.source.n_unmonitored_star IS
'Those of them whose own class is star. [] {meta.number;obs}';
COMMENT ON COLUMN survey.source.z_mag IS
'Magnitude in Z, aperture 1, of the reference detection. [mag] {phot.mag;em.opt.I}';
COMMENT ON COLUMN survey.source.z_mag_err IS
'Error of z_mag, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
COMMENT ON COLUMN survey.source.z_snr IS
'Signal-to-noise in Z: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.opt.I}';
COMMENT ON COLUMN survey.source.y_mag IS
'Magnitude in Y, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.NIR}';
COMMENT ON COLUMN survey.source.y_mag_err IS
'Error of y_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.NIR}';
COMMENT ON COLUMN survey.source.y_snr IS
'Signal-to-noise in Y: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.NIR}';
COMMENT ON COLUMN survey.source.j_mag IS
'Magnitude in J, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.J}';
COMMENT ON COLUMN survey.source.j_mag_err IS
'Error of j_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.J}';
COMMENT ON COLUMN survey.source.j_snr IS
'Signal-to-noise in J: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.J}';
COMMENT ON COLUMN survey.source.h_mag IS
'Magnitude in H, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.H}';
COMMENT ON COLUMN survey.source.h_mag_err IS
'Error of h_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.H}';
COMMENT ON COLUMN survey.source.h_snr IS
'Signal-to-noise in H: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.H}';
COMMENT ON COLUMN survey.source.ks_mag IS
'Magnitude in Ks, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.K}';
COMMENT ON COLUMN survey.source.ks_mag_err IS
'Error of ks_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.K}';
COMMENT ON COLUMN survey.source.ks_snr IS
'Signal-to-noise in Ks: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.K}';
COMMENT ON COLUMN survey.source.z_minus_y IS
'Colour Z - Y of the reference detections. [mag] {phot.color;em.opt.I;em.IR.NIR}';
COMMENT ON COLUMN survey.source.z_minus_j IS
'Colour Z - J of the reference detections. [mag] {phot.color;em.opt.I;em.IR.J}';
COMMENT ON COLUMN survey.source.z_minus_h IS
'Colour Z - H of the reference detections. [mag] {phot.color;em.opt.I;em.IR.H}';
COMMENT ON COLUMN survey.source.z_minus_ks IS
'Colour Z - Ks of the reference detections. [mag] {phot.color;em.opt.I;em.IR.K}';
COMMENT ON COLUMN survey.source.y_minus_j IS
'Colour Y - J of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN survey.source.y_minus_h IS
'Colour Y - H of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.H}';
COMMENT ON COLUMN survey.source.y_minus_ks IS
'Colour Y - Ks of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.K}';
COMMENT ON COLUMN survey.source.j_minus_h IS
'Colour J - H of the reference detections. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN survey.source.j_minus_ks IS
'Colour J - Ks of the reference detections. [mag] {phot.color;em.IR.J;em.IR.K}';
COMMENT ON COLUMN survey.source.h_minus_ks IS
'Colour H - Ks of the reference detections. [mag] {phot.color;em.IR.H;em.IR.K}';
COMMENT ON COLUMN survey.source.zone IS
'Zone of the sky: declination in steps of a minute of arc, counted from the equator. [] {meta.id;pos.eq.dec}';
COMMENT ON COLUMN survey.source.z_class IS
'Class in Z of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.source.y_class IS
'Class in Y of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.source.j_class IS
'Class in J of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.source.h_class IS
'Class in H of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.source.ks_class IS
'Class in Ks of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN survey.source.is_star IS
'Whether more than half of the detections in all bands are stars. [] {src.class.starGalaxy}';

COMMENT ON TABLE survey.source_variability IS
'Running moments of the flux of each source in the monitored bands, by its catalogues'' zero points and, where a tie is current, tied: all that a search for variables needs to know which light curves to read.';
COMMENT ON COLUMN survey.source_variability.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.source_variability.flux_mean IS
'Arithmetic mean of the flux in aperture 1, scaled to zero point 25. [adu] {phot.flux;stat.mean;em.IR}';
COMMENT ON COLUMN survey.source_variability.flux_m2 IS
'Sum of the squared deviations from that mean. [adu**2] {stat.variance;phot.flux;em.IR}';
COMMENT ON COLUMN survey.source_variability.flux_min IS
'Lowest such flux. [adu] {phot.flux;stat.min;em.IR}';
COMMENT ON COLUMN survey.source_variability.flux_max IS
'Highest such flux. [adu] {phot.flux;stat.max;em.IR}';
COMMENT ON COLUMN survey.source_variability.flux_err_min IS
'Smallest error of such a flux. [adu] {stat.error;phot.flux;stat.min}';
COMMENT ON COLUMN survey.source_variability.weight IS
'Sum of 1 / err**2 over the epochs. [adu**-2] {stat.weight;phot.flux}';
COMMENT ON COLUMN survey.source_variability.weighted_offset IS
'Sum of (flux - flux_mean) / err**2 over the epochs. [adu**-1] {stat.value;phot.flux}';
COMMENT ON COLUMN survey.source_variability.chi2 IS
'Chi square of the epochs about the mean. [] {stat.fit.chi2}';
COMMENT ON COLUMN survey.source_variability.strongest_flux IS
'Flux of the epoch that deviates most from the mean, if its deviation exceeds rest_deviation. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN survey.source_variability.strongest_flux_err IS
'Error of that flux, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN survey.source_variability.rest_deviation IS
'What no other epoch''s deviation from the mean exceeds, in units of that epoch''s error. [] {stat.snr;stat.max}';
COMMENT ON COLUMN survey.source_variability.strongest_image_id IS
'Image of strongest_flux. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.source_variability.n_epoch IS
'Detections with a calibrated flux and its error. [] {meta.number;obs}';
COMMENT ON COLUMN survey.source_variability.n_detection IS
'Detections in the band. [] {meta.number;obs}';
COMMENT ON COLUMN survey.source_variability.n_star IS
'Detections in the band whose own class is star. [] {meta.number;obs}';
COMMENT ON COLUMN survey.source_variability.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN survey.source_variability.calibration IS
'Calibration of the fluxes: c for catalogue, t for tied. [] {meta.code}';
