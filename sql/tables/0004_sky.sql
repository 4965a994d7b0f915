-- The sky: where each image looked, catalogues of others and what they match, and associations by
-- position.

-- One row an image, its corners in an array: a question looks at the circles of all images and at the
-- corners of a few. Rows go with the catalogue that they were measured on.
CREATE TABLE survey.image_outline (
    image_id integer NOT NULL,
    ra_centre double precision NOT NULL,
    dec_centre double precision NOT NULL,
    radius double precision NOT NULL,
    vertices double precision[] NOT NULL,
    CONSTRAINT image_outline_pkey PRIMARY KEY (image_id),
    CONSTRAINT image_outline_catalogue_fkey
        FOREIGN KEY (image_id) REFERENCES survey.catalogue (image_id) ON DELETE CASCADE,
    CONSTRAINT image_outline_ra_centre_in_circle CHECK (ra_centre BETWEEN 0 AND 360),
    CONSTRAINT image_outline_dec_centre_in_sphere CHECK (dec_centre BETWEEN -90 AND 90),
    CONSTRAINT image_outline_radius_of_less_than_half_the_sky CHECK (radius >= 0 AND radius < 80),
    CONSTRAINT image_outline_vertices_in_pairs
        CHECK (cardinality(vertices) >= 2 AND cardinality(vertices) % 2 = 0)
);

COMMENT ON TABLE survey.image_outline IS
'Where each image looked: the convex hull of its detections, and the circle around it.';
COMMENT ON COLUMN survey.image_outline.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.image_outline.ra_centre IS
'Right ascension of the mean direction of the detections, ICRS. [deg] {pos.eq.ra;stat.mean}';
COMMENT ON COLUMN survey.image_outline.dec_centre IS
'Declination of the mean direction of the detections, ICRS. [deg] {pos.eq.dec;stat.mean}';
COMMENT ON COLUMN survey.image_outline.radius IS
'Distance of the farthest detection from it. [deg] {pos.angDistance;stat.max}';
COMMENT ON COLUMN survey.image_outline.vertices IS
'Right ascension and declination of the corners by turns, around the hull. [deg] {pos.outline;obs.field}';

-- Catalogues whose detections carry no identifier. A source that such a catalogue brings is numbered
-- from -1 down: an identifier of the survey's is never negative, so the two cannot meet.
CREATE SEQUENCE survey.unidentified_source_id
AS bigint INCREMENT BY -1 MAXVALUE -1 START WITH -1 MINVALUE -9007199254740991;

CREATE TABLE survey.association (
    image_id integer NOT NULL,
    radius double precision NOT NULL,
    n_found integer NOT NULL,
    n_new integer NOT NULL,
    n_ambiguous integer NOT NULL,
    CONSTRAINT association_pkey PRIMARY KEY (image_id),
    CONSTRAINT association_catalogue_fkey
        FOREIGN KEY (image_id) REFERENCES survey.catalogue (image_id) ON DELETE CASCADE,
    CONSTRAINT association_radius_positive CHECK (radius > 0 AND radius <= 1),
    CONSTRAINT association_counts_not_negative CHECK (n_found >= 0 AND n_new >= 0 AND n_ambiguous >= 0)
);

-- Only those that could have been made otherwise
CREATE TABLE survey.association_rival (
    source_id bigint NOT NULL,
    image_id integer NOT NULL,
    distance double precision,
    rival_id bigint NOT NULL,
    rival_distance double precision NOT NULL,
    CONSTRAINT association_rival_pkey PRIMARY KEY (source_id, image_id),
    CONSTRAINT association_rival_association_fkey
        FOREIGN KEY (image_id) REFERENCES survey.association (image_id) ON DELETE CASCADE,
    CONSTRAINT association_rival_is_another CHECK (rival_id <> source_id)
);
CREATE INDEX association_rival_image_idx ON survey.association_rival (image_id);

-- Identifiers of the survey's whose source was there before them, under a number from -1 down.
CREATE TABLE survey.source_identifier (
    identifier bigint NOT NULL,
    source_id bigint NOT NULL,
    CONSTRAINT source_identifier_pkey PRIMARY KEY (identifier),
    CONSTRAINT source_identifier_source_unique UNIQUE (source_id),
    CONSTRAINT source_identifier_of_the_survey CHECK (identifier >= 0),
    CONSTRAINT source_identifier_of_a_source_without CHECK (source_id < 0)
);

COMMENT ON TABLE survey.association IS
'The catalogues whose detections were associated with sources by position, and with what result.';
COMMENT ON COLUMN survey.association.image_id IS 'Image of the catalogue. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.association.radius IS
'How far from its source a detection may lie. [deg] {pos.angDistance;stat.max}';
COMMENT ON COLUMN survey.association.n_found IS 'Detections that found a source. [] {meta.number}';
COMMENT ON COLUMN survey.association.n_new IS 'Detections that became new sources. [] {meta.number}';
COMMENT ON COLUMN survey.association.n_ambiguous IS
'Detections with more than one source within twice the radius. [] {meta.number}';
COMMENT ON TABLE survey.association_rival IS
'The detections whose association could have been another: the next source within twice the radius.';
COMMENT ON COLUMN survey.association_rival.source_id IS
'Source that the detection was given to. [] {meta.id;src}';
COMMENT ON COLUMN survey.association_rival.image_id IS 'Image of the detection. [] {meta.id;obs.image}';
COMMENT ON COLUMN survey.association_rival.distance IS
'Distance of the detection from where its source was; missing where the source is new. [deg] {pos.angDistance}';
COMMENT ON COLUMN survey.association_rival.rival_id IS 'The nearest other source. [] {meta.id;src}';
COMMENT ON COLUMN survey.association_rival.rival_distance IS
'Distance of the detection from the other source. [deg] {pos.angDistance}';
COMMENT ON TABLE survey.source_identifier IS
'Identifiers of the survey''s that came after detections of their source without identifier.';
COMMENT ON COLUMN survey.source_identifier.identifier IS 'The survey''s StarID. [] {meta.id;src}';
COMMENT ON COLUMN survey.source_identifier.source_id IS
'Number of the source here. [] {meta.id;src;meta.main}';
COMMENT ON SEQUENCE survey.unidentified_source_id IS
'Numbers for sources that came without an identifier, from -1 down.';

-- Catalogues of others: whatever file the user has, its position and the columns that were asked for.
CREATE TABLE survey.external_list (
    catalogue_name text NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL,
    n_row integer NOT NULL,
    position_epoch double precision,
    radius double precision NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT external_list_pkey PRIMARY KEY (catalogue_name),
    CONSTRAINT external_list_n_row_positive CHECK (n_row > 0),
    CONSTRAINT external_list_position_epoch_plausible CHECK (position_epoch BETWEEN 1800 AND 2200),
    CONSTRAINT external_list_radius_positive CHECK (radius > 0 AND radius <= 1)
);

CREATE TABLE survey.external_list_column (
    catalogue_name text NOT NULL,
    column_name text NOT NULL,
    is_number boolean NOT NULL,
    place integer NOT NULL,
    unit text,
    ucd text,
    description text,
    CONSTRAINT external_list_column_pkey PRIMARY KEY (catalogue_name, column_name),
    CONSTRAINT external_list_column_list_fkey
        FOREIGN KEY (catalogue_name) REFERENCES survey.external_list (catalogue_name) ON DELETE CASCADE,
    CONSTRAINT external_list_column_place_positive CHECK (place > 0)
);

-- Columns of any number and kind without a table for each file: numbers and texts in an array each, at
-- the places that external_list_column names.
CREATE TABLE survey.external_source (
    catalogue_name text NOT NULL,
    external_row integer NOT NULL,
    external_id text,
    ra double precision NOT NULL,
    dec double precision NOT NULL,
    pm_ra double precision,
    pm_dec double precision,
    numbers double precision[] NOT NULL,
    texts text[] NOT NULL,
    CONSTRAINT external_source_pkey PRIMARY KEY (catalogue_name, external_row),
    CONSTRAINT external_source_list_fkey
        FOREIGN KEY (catalogue_name) REFERENCES survey.external_list (catalogue_name) ON DELETE CASCADE,
    CONSTRAINT external_source_ra_in_circle CHECK (ra BETWEEN 0 AND 360),
    CONSTRAINT external_source_dec_in_sphere CHECK (dec BETWEEN -90 AND 90)
);

CREATE TABLE survey.external_match_run (
    catalogue_name text NOT NULL,
    survey_epoch double precision NOT NULL,
    n_image bigint NOT NULL,
    newest_load timestamptz,
    n_matched integer NOT NULL,
    n_matched_source integer NOT NULL,
    n_chance_by_density double precision NOT NULL,
    n_chance_by_shift double precision NOT NULL,
    matched_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT external_match_run_pkey PRIMARY KEY (catalogue_name),
    CONSTRAINT external_match_run_list_fkey
        FOREIGN KEY (catalogue_name) REFERENCES survey.external_list (catalogue_name) ON DELETE CASCADE
);

CREATE TABLE survey.external_match (
    source_id bigint NOT NULL,
    catalogue_name text NOT NULL,
    external_row integer NOT NULL,
    distance double precision NOT NULL,
    rank integer NOT NULL,
    CONSTRAINT external_match_pkey PRIMARY KEY (source_id, catalogue_name, external_row),
    CONSTRAINT external_match_list_fkey
        FOREIGN KEY (catalogue_name) REFERENCES survey.external_list (catalogue_name) ON DELETE CASCADE,
    CONSTRAINT external_match_distance_not_negative CHECK (distance >= 0),
    CONSTRAINT external_match_rank_positive CHECK (rank > 0)
);
CREATE INDEX external_match_row_idx ON survey.external_match (catalogue_name, external_row);

COMMENT ON TABLE survey.external_list IS
'The catalogues of others that stand beside the survey, as they were read.';
COMMENT ON COLUMN survey.external_list.catalogue_name IS
'Name of the catalogue, as given when it was loaded. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.external_list.path IS 'File that it was read from. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.external_list.sha256 IS 'SHA-256 of the file''s contents. [] {meta.checksum}';
COMMENT ON COLUMN survey.external_list.n_row IS 'Rows of it. [] {meta.number}';
COMMENT ON COLUMN survey.external_list.position_epoch IS
'Epoch of its positions, a Julian year; missing where it is not known. [yr] {time.epoch}';
COMMENT ON COLUMN survey.external_list.radius IS
'How far from a position a source of the survey may lie. [deg] {pos.angDistance;stat.max}';
COMMENT ON COLUMN survey.external_list.loaded_at IS 'When it was loaded. [] {time.processing}';
COMMENT ON TABLE survey.external_list_column IS
'The columns that were taken of each catalogue of others, and where their values stand.';
COMMENT ON COLUMN survey.external_list_column.catalogue_name IS 'The catalogue. [] {meta.id}';
COMMENT ON COLUMN survey.external_list_column.column_name IS
'Name of the column in the file. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.external_list_column.is_number IS
'Whether it holds numbers, else texts. [] {meta.code}';
COMMENT ON COLUMN survey.external_list_column.place IS
'Place of its values in the array. [] {meta.number}';
COMMENT ON COLUMN survey.external_list_column.unit IS 'Unit that the file states. [] {meta.unit}';
COMMENT ON COLUMN survey.external_list_column.ucd IS 'UCD that the file states. [] {meta.ucd}';
COMMENT ON COLUMN survey.external_list_column.description IS 'What the file says of it. [] {meta.note}';
COMMENT ON TABLE survey.external_source IS
'The rows of the catalogues of others: position, proper motion and the columns that were asked for.';
COMMENT ON COLUMN survey.external_source.catalogue_name IS 'The catalogue. [] {meta.id}';
COMMENT ON COLUMN survey.external_source.external_row IS 'Row in the file, from 1. [] {meta.number}';
COMMENT ON COLUMN survey.external_source.external_id IS 'Identifier in the catalogue. [] {meta.id;src}';
COMMENT ON COLUMN survey.external_source.ra IS
'Right ascension at the catalogue''s epoch, ICRS. [deg] {pos.eq.ra}';
COMMENT ON COLUMN survey.external_source.dec IS
'Declination at the catalogue''s epoch, ICRS. [deg] {pos.eq.dec}';
COMMENT ON COLUMN survey.external_source.pm_ra IS
'Proper motion in right ascension, times the cosine of the declination. [mas.yr**-1] {pos.pm;pos.eq.ra}';
COMMENT ON COLUMN survey.external_source.pm_dec IS
'Proper motion in declination. [mas.yr**-1] {pos.pm;pos.eq.dec}';
COMMENT ON COLUMN survey.external_source.numbers IS
'Values of the columns that hold numbers. [] {meta.number}';
COMMENT ON COLUMN survey.external_source.texts IS
'Values of the columns that hold texts. [] {meta.note}';
COMMENT ON TABLE survey.external_match_run IS
'How each catalogue of others was last matched with the sources, and how many matches chance would make.';
COMMENT ON COLUMN survey.external_match_run.catalogue_name IS 'The catalogue. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.external_match_run.survey_epoch IS
'Epoch to which proper motions were followed, the mean of the sources'', a Julian year. [yr] {time.epoch}';
COMMENT ON COLUMN survey.external_match_run.n_image IS
'Images that were loaded then. [] {meta.number;obs.image}';
COMMENT ON COLUMN survey.external_match_run.newest_load IS
'When the last of them had been loaded. [] {time.processing}';
COMMENT ON COLUMN survey.external_match_run.n_matched IS 'Rows that found a source. [] {meta.number}';
COMMENT ON COLUMN survey.external_match_run.n_matched_source IS
'Sources that were found. [] {meta.number;src}';
COMMENT ON COLUMN survey.external_match_run.n_chance_by_density IS
'Rows that would find a source by chance, from the density of sources around them. [] {meta.number}';
COMMENT ON COLUMN survey.external_match_run.n_chance_by_shift IS
'Rows that would find a source by chance, from matching shifted positions. [] {meta.number}';
COMMENT ON COLUMN survey.external_match_run.matched_at IS 'When it was matched. [] {time.processing}';
COMMENT ON TABLE survey.external_match IS
'Which sources lie at the positions of the catalogues of others.';
COMMENT ON COLUMN survey.external_match.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.external_match.catalogue_name IS 'The catalogue. [] {meta.id}';
COMMENT ON COLUMN survey.external_match.external_row IS 'Row of the catalogue, from 1. [] {meta.number}';
COMMENT ON COLUMN survey.external_match.distance IS
'Distance of the source from the row''s position at the survey''s epoch. [deg] {pos.angDistance}';
COMMENT ON COLUMN survey.external_match.rank IS
'Rank of the source among those of the row, 1 for the nearest. [] {meta.number}';
