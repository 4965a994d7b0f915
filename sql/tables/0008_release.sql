-- Releases: what was in at a moment, and what has changed since, copied before it changed. Frozen once
-- released: a change is a new numbered file.
--
-- Nothing need be copied when a release is made but small tables. Releases are numbered; what stands in a
-- table as it is now has been so since some release and is so until further notice: release_to 2147483647.
-- A row that changes after release n is first copied with release_to n: it was so up to that release. The
-- copies need no checks that their originals passed. detection, source and source_variability are
-- distributed by source_id, so are their copies.

CREATE TABLE survey.data_release (
    release_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    schema_name text NOT NULL,
    description text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    rejected_file_id_max bigint NOT NULL,
    n_image integer NOT NULL,
    n_detection bigint NOT NULL,
    token text,
    CONSTRAINT data_release_pkey PRIMARY KEY (release_id),
    CONSTRAINT data_release_name_unique UNIQUE (name),
    CONSTRAINT data_release_schema_name_unique UNIQUE (schema_name),
    -- Of no schema that is the survey's or the server's
    CONSTRAINT data_release_schema_name_free CHECK (
        schema_name ~ '^[a-z][a-z0-9_]{0,39}$' AND schema_name !~ '^(pg_|survey|science|upkeep|public|tap_schema)'
    ),
    CONSTRAINT data_release_token_hexadecimal CHECK (token ~ '^[0-9a-f]{64}$')
);

-- One row for each version of an image's catalogue that some release has.
CREATE TABLE survey.release_image (
    image_id integer NOT NULL,
    release_from integer NOT NULL,
    release_to integer NOT NULL DEFAULT 2147483647,
    CONSTRAINT release_image_pkey PRIMARY KEY (image_id, release_to),
    CONSTRAINT release_image_in_order CHECK (release_from <= release_to)
);

-- Ranges of source_id whose rows of a summary have been copied for a release: all that it has, or all that
-- images of monitored bands later than a date may change. Which light curves a release has follows from
-- these, so a range stays while an earlier release is there, though its own is forgotten: no foreign key.
CREATE TABLE survey.release_range (
    release_id integer NOT NULL,
    table_name text NOT NULL,
    source_id_min bigint NOT NULL,
    source_id_max bigint NOT NULL,
    mjd_max double precision,
    CONSTRAINT release_range_pkey PRIMARY KEY (release_id, table_name, source_id_min),
    CONSTRAINT release_range_in_order CHECK (source_id_min <= source_id_max),
    CONSTRAINT release_range_table_name_known CHECK (table_name IN ('source', 'source_variability', 'few of source')),
    CONSTRAINT release_range_few_are_dated CHECK ((table_name = 'few of source') = (mjd_max IS NOT NULL))
);

-- A run that a release has is not taken away, nor is a tie or a noise run.
CREATE TABLE survey.release_run (
    release_id integer NOT NULL,
    run_id integer NOT NULL,
    CONSTRAINT release_run_pkey PRIMARY KEY (release_id, run_id),
    CONSTRAINT release_run_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE,
    CONSTRAINT release_run_model_run_fkey FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id)
);
CREATE INDEX release_run_model_run_idx ON survey.release_run (run_id);

-- Small tables whose rows come and change otherwise than with a catalogue: copied as they are.
CREATE TABLE survey.release_band (
    LIKE survey.band INCLUDING COMMENTS,
    release_id integer NOT NULL,
    CONSTRAINT release_band_pkey PRIMARY KEY (release_id, band),
    CONSTRAINT release_band_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE
);
CREATE TABLE survey.release_field (
    LIKE survey.field INCLUDING COMMENTS,
    release_id integer NOT NULL,
    CONSTRAINT release_field_pkey PRIMARY KEY (release_id, field_id),
    CONSTRAINT release_field_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE
);
CREATE TABLE survey.release_load (
    LIKE survey.load INCLUDING COMMENTS,
    release_id integer NOT NULL,
    CONSTRAINT release_load_pkey PRIMARY KEY (release_id, load_id),
    CONSTRAINT release_load_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE
);
CREATE TABLE survey.release_tie (
    LIKE survey.tie INCLUDING COMMENTS,
    release_id integer NOT NULL,
    CONSTRAINT release_tie_pkey PRIMARY KEY (release_id, tie_id),
    CONSTRAINT release_tie_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE,
    CONSTRAINT release_tie_tie_fkey
        FOREIGN KEY (tie_id) REFERENCES survey.tie (tie_id)
);
CREATE TABLE survey.release_noise_run (
    LIKE survey.noise_run INCLUDING COMMENTS,
    release_id integer NOT NULL,
    CONSTRAINT release_noise_run_pkey PRIMARY KEY (release_id, noise_run_id),
    CONSTRAINT release_noise_run_release_fkey
        FOREIGN KEY (release_id) REFERENCES survey.data_release (release_id) ON DELETE CASCADE,
    CONSTRAINT release_noise_run_noise_run_fkey
        FOREIGN KEY (noise_run_id) REFERENCES survey.noise_run (noise_run_id)
);
CREATE INDEX release_tie_tie_idx ON survey.release_tie (tie_id);
CREATE INDEX release_noise_run_noise_run_idx ON survey.release_noise_run (noise_run_id);

-- Every catalogue that was replaced or taken out, whether a release had it or not: what was before.
CREATE TABLE survey.removed_catalogue (
    removed_catalogue_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    image_id integer NOT NULL,
    field_id integer NOT NULL,
    band text NOT NULL,
    mjd double precision NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL,
    n_detection integer NOT NULL,
    load_id bigint NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    CONSTRAINT removed_catalogue_pkey PRIMARY KEY (removed_catalogue_id)
);
CREATE INDEX removed_catalogue_removed_at_idx ON survey.removed_catalogue (removed_at);
COMMENT ON TABLE survey.removed_catalogue IS 'The catalogues that were replaced or taken out.';
COMMENT ON COLUMN survey.removed_catalogue.removed_catalogue_id IS 'Number of the removal. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.removed_catalogue.image_id IS 'Its image. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.removed_catalogue.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.removed_catalogue.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN survey.removed_catalogue.mjd IS 'Modified Julian date of the image. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN survey.removed_catalogue.path IS 'File that it was read from. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.removed_catalogue.sha256 IS 'SHA-256 of its contents. [] {meta.checksum}';
COMMENT ON COLUMN survey.removed_catalogue.n_detection IS 'Detections in it. [] {meta.number}';
COMMENT ON COLUMN survey.removed_catalogue.load_id IS 'Run that had loaded it. [] {meta.id}';
COMMENT ON COLUMN survey.removed_catalogue.removed_at IS 'When it was taken out. [] {time.processing}';


-- Questions that python -m report digest asks, each as the reader that it belongs to.
CREATE TABLE survey.saved_question (
    name text NOT NULL,
    role_name text NOT NULL,
    query text NOT NULL,
    description text NOT NULL,
    timeout_seconds integer NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT saved_question_pkey PRIMARY KEY (name),
    CONSTRAINT saved_question_timeout_plausible CHECK (timeout_seconds BETWEEN 1 AND 86400)
);
COMMENT ON TABLE survey.saved_question IS
'The questions that the digest asks again and again, to tell what is new in their answers.';
COMMENT ON COLUMN survey.saved_question.name IS 'Name of the question. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.saved_question.role_name IS 'Reader that it belongs to and is asked as. [] {meta.id}';
COMMENT ON COLUMN survey.saved_question.query IS
'The SELECT; :last_load in it stands for the last load that had ended before the last digest. [] {meta.note}';
COMMENT ON COLUMN survey.saved_question.description IS 'What it asks, in words. [] {meta.note}';
COMMENT ON COLUMN survey.saved_question.timeout_seconds IS 'How long it may take. [s] {time.duration;stat.max}';
COMMENT ON COLUMN survey.saved_question.saved_at IS 'Since when it is asked. [] {time.creation}';


-- What goes with a catalogue that is replaced or taken out, kept under the last release that has it.
CREATE TABLE survey.kept_image (
    LIKE survey.image INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_image_pkey PRIMARY KEY (image_id, release_to)
);
CREATE TABLE survey.kept_catalogue (
    LIKE survey.catalogue INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_catalogue_pkey PRIMARY KEY (image_id, release_to)
);
CREATE TABLE survey.kept_catalogue_count (
    LIKE survey.catalogue_count INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_catalogue_count_pkey PRIMARY KEY (image_id, snr_min, class, release_to)
);
CREATE TABLE survey.kept_catalogue_range (
    LIKE survey.catalogue_range INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_catalogue_range_pkey PRIMARY KEY (image_id, column_name, release_to)
);
CREATE TABLE survey.kept_image_depth (
    LIKE survey.image_depth INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_image_depth_pkey PRIMARY KEY (image_id, release_to)
);
CREATE TABLE survey.kept_image_outline (
    LIKE survey.image_outline INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_image_outline_pkey PRIMARY KEY (image_id, release_to)
);
CREATE TABLE survey.kept_association (
    LIKE survey.association INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_association_pkey PRIMARY KEY (image_id, release_to)
);
CREATE TABLE survey.kept_association_rival (
    LIKE survey.association_rival INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_association_rival_pkey PRIMARY KEY (source_id, image_id, release_to)
);
CREATE TABLE survey.kept_tie_offset (
    LIKE survey.tie_offset INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_tie_offset_pkey PRIMARY KEY (tie_id, image_id, release_to)
);
CREATE TABLE survey.kept_detection (
    LIKE survey.detection INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT kept_detection_pkey PRIMARY KEY (source_id, image_id, release_to) INCLUDE (flux_1, flux_1_err)
);
ALTER TABLE survey.kept_catalogue_count
    ALTER COLUMN snr SET STORAGE EXTERNAL, ALTER COLUMN snr SET STATISTICS 0;
CREATE INDEX kept_detection_image_brin
    ON survey.kept_detection USING brin (image_id int4_minmax_multi_ops) WITH (pages_per_range = 32);
CREATE INDEX kept_association_rival_image_idx ON survey.kept_association_rival (image_id);

-- Rows of the summaries before they changed, each valid from one release to another.
CREATE TABLE survey.source_history (
    LIKE survey.source INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT source_history_pkey PRIMARY KEY (source_id, release_to),
    CONSTRAINT source_history_in_order CHECK (release_from <= release_to)
);
CREATE INDEX source_history_field_idx ON survey.source_history (field_id);
CREATE INDEX source_history_zone_idx ON survey.source_history (zone, ra) INCLUDE (dec, source_id);
CREATE INDEX source_history_j_minus_h_idx ON survey.source_history (j_minus_h) WHERE j_minus_h IS NOT NULL;

CREATE TABLE survey.source_variability_history (
    LIKE survey.source_variability INCLUDING COMMENTS,
    release_from integer NOT NULL,
    release_to integer NOT NULL,
    CONSTRAINT source_variability_history_pkey PRIMARY KEY (source_id, release_to, band, calibration)
);
-- Why stands in sql/README.md.
CREATE STATISTICS survey.source_variability_history_reach
    ON (greatest(flux_max - flux_mean, flux_mean - flux_min) / flux_err_min)
    FROM survey.source_variability_history;
COMMENT ON STATISTICS survey.source_variability_history_reach IS
'How far the fluxes of sources reached from their mean, in units of their smallest error.';

COMMENT ON TABLE survey.data_release IS
'The releases: names for what was in the database at a moment, to be asked and cited for ever.';
COMMENT ON COLUMN survey.data_release.release_id IS 'Number of the release. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.data_release.name IS 'Name of the release. [] {meta.id}';
COMMENT ON COLUMN survey.data_release.schema_name IS
'Schema in which every answer stands as of the release. [] {meta.id}';
COMMENT ON COLUMN survey.data_release.description IS 'What it was made for. [] {meta.note}';
COMMENT ON COLUMN survey.data_release.made_at IS 'When it was made. [] {time.processing}';
COMMENT ON COLUMN survey.data_release.rejected_file_id_max IS
'Last refusal of a file before it. [] {meta.id;stat.max}';
COMMENT ON COLUMN survey.data_release.n_image IS 'Images in it. [] {meta.number;obs.image}';
COMMENT ON COLUMN survey.data_release.n_detection IS 'Detections in it. [] {meta.number}';
COMMENT ON COLUMN survey.data_release.token IS
'SHA-256 over its catalogues, ties, noise model and runs, to be cited. [] {meta.checksum}';

COMMENT ON TABLE survey.release_image IS
'From which release to which each version of an image''s catalogue was in.';
COMMENT ON COLUMN survey.release_image.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.release_image.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.release_image.release_to IS
'Last release that has it, 2147483647 while it is in. [] {meta.id;stat.max}';

COMMENT ON TABLE survey.release_range IS
'Ranges of source_id whose summaries have been copied for a release, so that loads need not look again.';
COMMENT ON COLUMN survey.release_range.release_id IS 'The release. [] {meta.id}';
COMMENT ON COLUMN survey.release_range.table_name IS 'The summary that was copied. [] {meta.id;meta.table}';
COMMENT ON COLUMN survey.release_range.source_id_min IS 'First source of the range. [] {meta.id;src;stat.min}';
COMMENT ON COLUMN survey.release_range.source_id_max IS 'Last source of the range. [] {meta.id;src;stat.max}';

COMMENT ON COLUMN survey.release_range.mjd_max IS
'Modified Julian date that these are later than. [d] {time.epoch;stat.max}';

COMMENT ON TABLE survey.release_run IS 'Runs of python -m ml that a release has.';
COMMENT ON COLUMN survey.release_run.release_id IS 'The release. [] {meta.id}';
COMMENT ON COLUMN survey.release_run.run_id IS 'The run. [] {meta.id}';

COMMENT ON TABLE survey.release_band IS 'Bands as they were when a release was made.';
COMMENT ON COLUMN survey.release_band.release_id IS 'The release. [] {meta.id}';
COMMENT ON TABLE survey.release_field IS 'Fields that there were when a release was made.';
COMMENT ON COLUMN survey.release_field.release_id IS 'The release. [] {meta.id}';
COMMENT ON TABLE survey.release_load IS 'Runs of the loader as they were when a release was made.';
COMMENT ON COLUMN survey.release_load.release_id IS 'The release. [] {meta.id}';
COMMENT ON TABLE survey.release_tie IS 'Ties that there were when a release was made, and which were current.';
COMMENT ON COLUMN survey.release_tie.release_id IS 'The release. [] {meta.id}';
COMMENT ON TABLE survey.release_noise_run IS 'Noise runs that there were when a release was made.';
COMMENT ON COLUMN survey.release_noise_run.release_id IS 'The release. [] {meta.id}';
COMMENT ON TABLE survey.kept_image IS
'Images whose catalogue was replaced or taken out while a release needs it, as they were.';
COMMENT ON COLUMN survey.kept_image.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_image.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_catalogue IS
'Catalogues that were replaced or taken out while a release needs them, as they were.';
COMMENT ON COLUMN survey.kept_catalogue.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_catalogue.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_catalogue_count IS
'Counts of detections of such catalogues.';
COMMENT ON COLUMN survey.kept_catalogue_count.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_catalogue_count.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_catalogue_range IS
'Lowest and highest values of the columns of such catalogues.';
COMMENT ON COLUMN survey.kept_catalogue_range.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_catalogue_range.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_image_depth IS
'Depths of such images.';
COMMENT ON COLUMN survey.kept_image_depth.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_image_depth.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_image_outline IS
'Outlines of such images.';
COMMENT ON COLUMN survey.kept_image_outline.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_image_outline.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_association IS
'Associations by position of such catalogues.';
COMMENT ON COLUMN survey.kept_association.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_association.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_association_rival IS
'Associations of such catalogues that could have been others.';
COMMENT ON COLUMN survey.kept_association_rival.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_association_rival.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_tie_offset IS
'Offsets of such images in the ties that were made before.';
COMMENT ON COLUMN survey.kept_tie_offset.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_tie_offset.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.kept_detection IS
'Detections of such catalogues.';
COMMENT ON COLUMN survey.kept_detection.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.kept_detection.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.source_history IS
'Summaries of sources as releases have them, copied before they changed.';
COMMENT ON COLUMN survey.source_history.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.source_history.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
COMMENT ON TABLE survey.source_variability_history IS
'Summaries of light curves as releases have them, copied before they changed.';
COMMENT ON COLUMN survey.source_variability_history.release_from IS 'First release that has it. [] {meta.id;stat.min}';
COMMENT ON COLUMN survey.source_variability_history.release_to IS 'Last release that has it. [] {meta.id;stat.max}';
