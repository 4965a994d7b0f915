-- What the database says of dates and positions, and whether catalogues are loaded that it goes for.
SELECT
    f.time_scale,
    f.mjd_mark,
    f.reference_position,
    f.celestial_frame,
    coalesce((SELECT true FROM survey.catalogue LIMIT 1), false) AS has_catalogues
FROM survey.frame AS f;
