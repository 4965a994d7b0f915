-- How the catalogues of a survey are written: descriptions, as they were read, the meaning of flags, and the
-- numbers that stand for images and fields which are named rather than numbered.

CREATE TABLE survey.description (
    description_id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    description_name text NOT NULL,
    sha256 text NOT NULL,
    contents text NOT NULL,
    bad_flags integer NOT NULL DEFAULT 0,
    time_scale text,
    time_marks text,
    time_reference text,
    celestial_frame text,
    described_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT description_pkey PRIMARY KEY (description_id),
    CONSTRAINT description_sha256_unique UNIQUE (sha256),
    CONSTRAINT description_sha256_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT description_bad_flags_not_negative CHECK (bad_flags >= 0)
);

CREATE TABLE survey.flag (
    description_id integer NOT NULL,
    bit smallint NOT NULL,
    flag_name text NOT NULL,
    meaning text NOT NULL,
    CONSTRAINT flag_pkey PRIMARY KEY (description_id, bit),
    CONSTRAINT flag_description_fkey
        FOREIGN KEY (description_id) REFERENCES survey.description (description_id) ON DELETE CASCADE,
    CONSTRAINT flag_bit_of_an_integer CHECK (bit BETWEEN 0 AND 30)
);

-- What was loaded by which description; NULL for loads of SQL's own and of samples of galaxies.
ALTER TABLE survey.load ADD COLUMN description_id integer;
-- A row a run: checking them takes no time
-- squawk-ignore adding-foreign-key-constraint,constraint-missing-not-valid
ALTER TABLE survey.load ADD CONSTRAINT load_description_fkey
FOREIGN KEY (description_id) REFERENCES survey.description (description_id);

-- With the image, which every answer about detections reads anyway: no detection costs a byte for it.
ALTER TABLE survey.image ADD COLUMN bad_flags integer NOT NULL DEFAULT 0;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE survey.image ADD CONSTRAINT image_bad_flags_not_negative CHECK (bad_flags >= 0);

-- Numbers are given in a transaction of their own, before anything is loaded, so that a file which is
-- refused today has the same tomorrow. An image without a number of its own is known by its key.
CREATE TABLE survey.image_key (
    image_key text NOT NULL,
    image_id integer NOT NULL,
    CONSTRAINT image_key_pkey PRIMARY KEY (image_key),
    CONSTRAINT image_key_image_unique UNIQUE (image_id)
);

CREATE TABLE survey.field_name (
    field_name text NOT NULL,
    field_id integer NOT NULL,
    CONSTRAINT field_name_pkey PRIMARY KEY (field_name),
    CONSTRAINT field_name_field_unique UNIQUE (field_id)
);

-- Names of sources, in the order of their bytes, so that LIKE 'OGLE-BLG-%' is answered by the key.
CREATE TABLE survey.source_name (
    source_name text COLLATE "C" NOT NULL,
    source_id bigint NOT NULL,
    CONSTRAINT source_name_pkey PRIMARY KEY (source_name),
    CONSTRAINT source_name_source_unique UNIQUE (source_id)
);

COMMENT ON TABLE survey.description IS
'The descriptions by which catalogues were read, to the letter.';
COMMENT ON COLUMN survey.description.description_id IS 'Number of the description. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.description.description_name IS 'Name that it gives itself. [] {meta.id}';
COMMENT ON COLUMN survey.description.sha256 IS 'SHA-256 of its contents, hexadecimal. [] {meta.checksum}';
COMMENT ON COLUMN survey.description.contents IS 'The description, as TOML. [] {meta.note}';
COMMENT ON COLUMN survey.description.bad_flags IS
'Sum of 2**bit over the flags that keep a detection from being good. [] {meta.code.qual}';
COMMENT ON COLUMN survey.description.time_scale IS
'Time scale of its dates, where it says so. [] {time.scale}';
COMMENT ON COLUMN survey.description.time_marks IS
'What the date of an image marks, where it says so: start, middle or end of the exposure. [] {meta.code;time.epoch}';
COMMENT ON COLUMN survey.description.time_reference IS
'Where times are measured, where it says so. [] {meta.code;time}';
COMMENT ON COLUMN survey.description.celestial_frame IS
'Frame of its positions, where it says so. [] {pos.frame}';
COMMENT ON COLUMN survey.description.described_at IS 'When it was first used. [] {time.creation}';

COMMENT ON TABLE survey.flag IS
'The bits of detection.flags, as each description explains them.';
COMMENT ON COLUMN survey.flag.description_id IS 'The description. [] {meta.id}';
COMMENT ON COLUMN survey.flag.bit IS 'Bit, from 0: it is set where flags & 2**bit is not 0. [] {meta.number}';
COMMENT ON COLUMN survey.flag.flag_name IS 'Name of the flag. [] {meta.id}';
COMMENT ON COLUMN survey.flag.meaning IS 'What it means. [] {meta.note}';

COMMENT ON COLUMN survey.load.description_id IS
'Description by which the catalogues were read. [] {meta.id}';
COMMENT ON COLUMN survey.image.bad_flags IS
'Sum of 2**bit over the flags that keep a detection on this image from being good. [] {meta.code.qual}';

COMMENT ON TABLE survey.image_key IS
'The numbers of images that come without one.';
COMMENT ON COLUMN survey.image_key.image_key IS
'What tells the image from others: description, file, band and date. [] {meta.id}';
COMMENT ON COLUMN survey.image_key.image_id IS 'Its number. [] {meta.id;obs.image}';

COMMENT ON TABLE survey.field_name IS
'The numbers of fields that come with a name.';
COMMENT ON COLUMN survey.field_name.field_name IS 'Name of the field. [] {meta.id;obs.field}';
COMMENT ON COLUMN survey.field_name.field_id IS 'Its number. [] {meta.id;obs.field;meta.main}';

COMMENT ON TABLE survey.source_name IS
'The numbers of sources that catalogues name by a text.';
COMMENT ON COLUMN survey.source_name.source_name IS
'Name of the source, as the catalogues have it. [] {meta.id;src}';
COMMENT ON COLUMN survey.source_name.source_id IS 'Its number. [] {meta.id;src;meta.main}';
