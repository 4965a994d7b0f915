-- The detections of the monitored band, sorted by source.
CREATE VIEW ks_light_curve AS
SELECT * FROM read_parquet('by_source/Ks.parquet');
