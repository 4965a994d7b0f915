-- Schema science: everything that is replaced as a whole by an upgrade. This list is the order of
-- installation, the table of contents, and the manifest whose hash tells one version from another.

CREATE SCHEMA science;
COMMENT ON SCHEMA science IS
'The views and functions that answer questions. Begin with: SELECT * FROM science.help;';

-- Scalars: units, dates, and arguments that are refused with a hint
\ir functions/flux_scale.sql
\ir functions/mag_from_flux.sql
\ir functions/timestamp_from_mjd.sql
\ir functions/mjd_from_timestamp.sql
\ir functions/checked_band.sql
\ir functions/checked_field.sql
\ir functions/checked_interval.sql
\ir functions/checked_calibration.sql

-- Keeping the summaries: the second half of a load, its inverse, and the check of both
\ir functions/summarise_detection_pages.sql
\ir functions/measure_zero_points.sql
\ir functions/counted_catalogue.sql
\ir functions/merge_sources.sql
\ir functions/merge_source_variability.sql
\ir functions/lock_field.sql
\ir functions/add_catalogue.sql
\ir functions/recomputed_source.sql
\ir functions/recomputed_source_variability.sql
\ir functions/remove_catalogue.sql
\ir functions/verify_summaries.sql

-- Views: what was observed, what is known of each source, what was loaded
\ir views/image_epoch.sql
\ir views/band_overview.sql
\ir views/field_overview.sql
\ir views/calibrated_detection.sql
\ir views/photometry.sql
\ir views/star.sql
\ir views/variability.sql
\ir views/load_log.sql
\ir views/rejection_log.sql

-- The questions R1 to R5, and light curves
\ir functions/images_between.sql
\ir functions/red_sources.sql
\ir functions/variable_sources.sql
\ir functions/catalogues_of_field.sql
\ir functions/five_band_photometry.sql
\ir functions/light_curve.sql

-- The database about itself
\ir views/column_info.sql
\ir views/help.sql

\ir grants.sql
