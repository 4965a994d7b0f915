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
\ir functions/checked_tie.sql
\ir functions/significance_of_chi2.sql

-- How each image is calibrated: raw, by its catalogue, or tied
\ir views/image_calibration.sql
\ir views/flux_moments.sql

-- Keeping the summaries: the second half of a load, its inverse, and the check of both
\ir functions/summarise_detection_pages.sql
\ir functions/refresh_statistics.sql
\ir functions/measured_zero_points.sql
\ir functions/measure_zero_points.sql
\ir functions/measured_depth.sql
\ir functions/binned_snr.sql
\ir functions/counted_catalogue.sql
\ir functions/source_id_range.sql
\ir functions/sources_elsewhere.sql
\ir functions/require_sources_in_place.sql
\ir functions/merge_source_variability.sql
\ir functions/merge_source_variability_tied.sql
\ir functions/merge_sources.sql
\ir functions/lock_field.sql
\ir functions/add_catalogue.sql
\ir functions/recomputed_source.sql
\ir functions/recomputed_source_variability.sql
\ir functions/remove_catalogue.sql
\ir functions/catalogue_agrees.sql
\ir functions/verify_summaries.sql
\ir functions/measured_deviations.sql
\ir functions/measure_deviations.sql

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

-- Variability: zero-point ties, the noise model, statistics of light curves, periods
\ir views/zero_point_log.sql
\ir views/image_tie.sql
\ir views/untied_image.sql
\ir functions/tie_stars.sql
\ir functions/measured_offsets.sql
\ir functions/tie_zero_points.sql
\ir functions/use_catalogue_zero_points.sql
\ir functions/use_zero_point_run.sql
\ir views/noise_model.sql
\ir functions/checked_noise_model.sql
\ir functions/measured_noise.sql
\ir functions/measure_noise_floor.sql
\ir views/flux_floor.sql
\ir functions/deviating_sources.sql
\ir functions/sources_above_floor.sql
\ir views/calibrated_light_curve.sql
\ir views/light_curve_statistics.sql
\ir functions/candidate_light_curves.sql
\ir views/periodic_source.sql
\ir functions/folded_light_curve.sql

-- The questions R1 to R5, and light curves
\ir functions/images_between.sql
\ir functions/red_sources.sql
\ir functions/variable_sources.sql
\ir functions/catalogues_of_field.sql
\ir functions/five_band_photometry.sql
\ir functions/light_curve.sql

-- Machine learning: simulated stars, photometric redshifts, and how good they are
\ir functions/checked_run.sql
\ir functions/checked_density.sql
\ir functions/checked_colour_sample.sql
\ir functions/sigma_nmad.sql
\ir functions/uniform_distance.sql
\ir functions/uniform_from_digest.sql
\ir views/run_overview.sql
\ir views/run_metric.sql
\ir views/star_colours.sql
\ir views/simulated_colours.sql
\ir views/star_mixture.sql
\ir views/density_choice.sql
\ir views/simulation_test.sql
\ir functions/draw_stars.sql
\ir functions/colour_density.sql
\ir functions/star_density.sql
\ir views/galaxy_photometry.sql
\ir views/galaxy_sample_overview.sql
\ir views/photo_z_truth.sql
\ir views/photo_z_quality.sql
\ir views/photo_z_quality_by_redshift.sql
\ir views/photo_z_quality_by_magnitude.sql
\ir views/photo_z_generalisation.sql
\ir views/photo_z_method.sql
\ir views/linear_equation.sql
\ir views/colour_component.sql
\ir functions/photo_z_linear.sql

-- The database about itself
\ir views/column_info.sql
\ir views/column_range.sql
\ir views/help.sql
\ir functions/search.sql
\ir views/tap_schema.sql

\ir grants.sql
