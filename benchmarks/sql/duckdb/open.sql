-- A file for each catalogue, in directories of field and band, which are columns too.
CREATE VIEW detection AS
SELECT * FROM read_parquet('by_image/*/*/*.parquet', hive_partitioning = true);

CREATE TABLE image (
    image_id INTEGER, field_id INTEGER, band VARCHAR, mjd DOUBLE, epoch INTEGER, path VARCHAR,
    n_detection INTEGER, flux_scale DOUBLE
);
