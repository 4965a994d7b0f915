-- The Ks light curves of a field that the statistics are of
COPY (
    SELECT c.source_id, c.mjd, c.mag, c.mag_err, c.flux, c.flux_err
    FROM science.calibrated_light_curve AS c
    WHERE c.field_id = %(field_id)s AND c.band = 'Ks' AND c.calibration = 'catalogue'
    ORDER BY c.source_id, c.mjd, c.image_id
) TO STDOUT (FORMAT binary)
