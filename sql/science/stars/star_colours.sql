-- Which stars are the simulation of stars made from? All sources with a reference magnitude in Y, J and H
-- that are stars by either reading, with both readings as columns. The simulation takes is_star_in_each:
-- it is decided by the images that the colours come from and does not change as Ks epochs arrive
-- (docs/simulated-stars.md).
CREATE VIEW science.star_colours AS
SELECT
    s.source_id,
    s.field_id,
    s.y_mag,
    s.y_mag_err,
    s.j_mag,
    s.j_mag_err,
    s.h_mag,
    s.h_mag_err,
    s.y_minus_j,
    s.j_minus_h,
    sqrt(power(s.y_mag_err, 2) + power(s.j_mag_err, 2)) AS y_minus_j_err,
    sqrt(power(s.j_mag_err, 2) + power(s.h_mag_err, 2)) AS j_minus_h_err,
    s.y_class = -1 AND s.j_class = -1 AND s.h_class = -1 AS is_star_in_each,
    s.is_star
FROM survey.source AS s
WHERE
    s.y_minus_j IS NOT NULL AND s.j_minus_h IS NOT NULL
    AND (s.is_star OR (s.y_class = -1 AND s.j_class = -1 AND s.h_class = -1));

COMMENT ON VIEW science.star_colours IS
'The stars with reference magnitudes in Y, J and H: what the simulation of stars is made from.
Subject: stars';
COMMENT ON COLUMN science.star_colours.source_id IS
'The source, the survey''s StarID. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN science.star_colours.field_id IS
'Field of its earliest detection. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.star_colours.y_mag IS
'Magnitude in Y, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.star_colours.y_mag_err IS
'Error of y_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.star_colours.j_mag IS
'Magnitude in J, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.J}';
COMMENT ON COLUMN science.star_colours.j_mag_err IS
'Error of j_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.J}';
COMMENT ON COLUMN science.star_colours.h_mag IS
'Magnitude in H, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.H}';
COMMENT ON COLUMN science.star_colours.h_mag_err IS
'Error of h_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.H}';
COMMENT ON COLUMN science.star_colours.y_minus_j IS
'Colour Y - J. [mag] {phot.color;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN science.star_colours.j_minus_h IS
'Colour J - H. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN science.star_colours.y_minus_j_err IS
'Error of Y - J by the stated errors, 1 sigma. [mag] {stat.error;phot.color;em.IR.J}';
COMMENT ON COLUMN science.star_colours.j_minus_h_err IS
'Error of J - H by the stated errors, 1 sigma. [mag] {stat.error;phot.color;em.IR.J}';
COMMENT ON COLUMN science.star_colours.is_star_in_each IS
'Whether the class is star in each of the three reference detections. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star_colours.is_star IS
'Whether more than half of all detections are stars. [] {src.class.starGalaxy}';
