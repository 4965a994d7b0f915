-- What the numbers mean: on which time scale dates are, what they mark, where and in which frame; and what a
-- magnitude of each band is in physical units. Dates and positions are kept as they were delivered: this row
-- is what says how to read them, and everything that leaves the database repeats it.

CREATE TABLE survey.frame (
    frame_id smallint NOT NULL DEFAULT 1,
    time_scale text NOT NULL DEFAULT 'UTC',
    reference_position text NOT NULL DEFAULT 'TOPOCENTER',
    mjd_mark text NOT NULL DEFAULT 'start',
    celestial_frame text NOT NULL DEFAULT 'ICRS',
    position_epoch double precision,
    CONSTRAINT frame_pkey PRIMARY KEY (frame_id),
    CONSTRAINT frame_is_one CHECK (frame_id = 1),
    -- Those that science.barycentric_light_curve can convert
    CONSTRAINT frame_time_scale_known CHECK (time_scale IN ('UTC', 'TAI', 'TT', 'TDB')),
    CONSTRAINT frame_reference_position_known
        CHECK (reference_position IN ('TOPOCENTER', 'GEOCENTER', 'HELIOCENTER', 'BARYCENTER')),
    CONSTRAINT frame_mjd_mark_known CHECK (mjd_mark IN ('start', 'middle', 'end')),
    -- Everything that compares positions takes them to be in it
    CONSTRAINT frame_celestial_frame_known CHECK (celestial_frame = 'ICRS'),
    CONSTRAINT frame_position_epoch_plausible CHECK (position_epoch BETWEEN 1800 AND 2200)
);

INSERT INTO survey.frame (frame_id) VALUES (1);

COMMENT ON TABLE survey.frame IS
'What the survey''s dates and positions mean, in one row; who owns the database changes it where a survey states otherwise.';
COMMENT ON COLUMN survey.frame.frame_id IS 'Always 1, so that there is one row. [] {meta.id}';
COMMENT ON COLUMN survey.frame.time_scale IS
'Time scale of the images'' modified Julian dates: UTC, TAI, TT or TDB. [] {time.scale}';
COMMENT ON COLUMN survey.frame.reference_position IS
'Where the dates are those of light''s arrival: TOPOCENTER (the observatory), GEOCENTER, HELIOCENTER or BARYCENTER. [] {meta.code}';
COMMENT ON COLUMN survey.frame.mjd_mark IS
'What of an exposure the date marks: start, middle or end. [] {meta.code}';
COMMENT ON COLUMN survey.frame.celestial_frame IS
'Frame of right ascensions and declinations. [] {meta.code;pos.frame}';
COMMENT ON COLUMN survey.frame.position_epoch IS
'Epoch to which positions were brought, a Julian year; missing where each is that of its image. [yr] {time.epoch}';

-- A survey of other filters states its own; a band without has magnitudes of no known zero point.
ALTER TABLE survey.band
    ADD COLUMN zero_point_flux real,
    ADD COLUMN magnitude_system text,
    ADD COLUMN width_um real,
    -- A handful of rows, checked at once
    -- squawk-ignore constraint-missing-not-valid
    ADD CONSTRAINT band_zero_point_flux_positive CHECK (zero_point_flux > 0),
    -- squawk-ignore constraint-missing-not-valid
    ADD CONSTRAINT band_zero_point_flux_of_a_system
        CHECK ((zero_point_flux IS NULL) = (magnitude_system IS NULL)),
    -- squawk-ignore constraint-missing-not-valid
    ADD CONSTRAINT band_width_um_positive CHECK (width_um > 0),
    -- squawk-ignore constraint-missing-not-valid
    ADD CONSTRAINT band_magnitude_system_known CHECK (magnitude_system IN ('Vega', 'AB'));

-- VISTA's, by CASU's page of its filters: widths, and 3631 Jy by the offsets from Vega to AB magnitudes
-- 0.502, 0.600, 0.916, 1.366, 1.827 of version 1.3 of its photometry (that of Gonzalez-Fernandez et al. 2018,
-- MNRAS 474, 5459): casu.ast.cam.ac.uk/surveys-projects/vista/technical/filter-set. The filter profiles of
-- SVO make it 669.6 Jy in Ks, 0.009 mag less.
UPDATE survey.band AS b
SET zero_point_flux = z.flux, magnitude_system = 'Vega', width_um = z.width
FROM (
    VALUES ('Z', 2287, 0.12), ('Y', 2089, 0.10), ('J', 1562, 0.18), ('H', 1032, 0.30), ('Ks', 675, 0.30)
) AS z (band, flux, width)
WHERE b.band = z.band;

COMMENT ON COLUMN survey.band.zero_point_flux IS
'Flux density of magnitude 0; missing where not known. [Jy] {phot.flux.density;arith.zp}';
COMMENT ON COLUMN survey.band.width_um IS
'Full width at half maximum; missing where not known. [um] {instr.bandwidth}';
COMMENT ON COLUMN survey.band.magnitude_system IS
'System of the magnitudes, Vega or AB; missing where not known. [] {meta.code}';
