CREATE TABLE image (
    image_id INTEGER PRIMARY KEY, field_id INTEGER, band TEXT, mjd REAL, epoch INTEGER, path TEXT,
    n_detection INTEGER, flux_scale REAL
);
