-- What the database says of dates and positions, and whether catalogues are loaded that it goes for.
SELECT
    f.time_scale,
    f.mjd_mark,
    f.reference_position,
    f.celestial_frame,
    EXISTS (SELECT 1 FROM survey.catalogue) AS has_catalogues
FROM survey.frame AS f;
