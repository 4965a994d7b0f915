-- Schemas science and upkeep: everything that is replaced as a whole by an upgrade. This list is the order of
-- installation, the table of contents, and the manifest whose hash tells one version from another. What is in
-- science/ anybody may ask; what is in upkeep/ is for the programs, and what answers are made of. The map of
-- both is README.md.

-- Where the tables are distributed, views and functions stay on the coordinator all the same. A server
-- without Citus takes this for a setting that it does not know.
DO $$
BEGIN
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
END
$$;

CREATE SCHEMA science;
COMMENT ON SCHEMA science IS
'The views and functions that answer questions. Begin with: SELECT * FROM science.help;';
CREATE SCHEMA upkeep;
COMMENT ON SCHEMA upkeep IS
'What loads, ties, noise models, checks and housekeeping call, and what answers are made of.';

-- Arguments that are refused with a hint, and parts of answers
\ir upkeep/arguments/require_band.sql
\ir upkeep/arguments/require_calibration.sql
\ir upkeep/arguments/require_date.sql
\ir upkeep/arguments/require_colour_sample.sql
\ir upkeep/arguments/require_density.sql
\ir upkeep/arguments/require_field.sql
\ir upkeep/arguments/require_interval.sql
\ir upkeep/arguments/require_monitored.sql
\ir upkeep/arguments/require_noise_model.sql
\ir upkeep/arguments/require_period.sql
\ir upkeep/arguments/require_run.sql
\ir upkeep/arguments/require_tie.sql
\ir upkeep/arguments/require_position.sql
\ir upkeep/arguments/require_positions.sql
\ir upkeep/arguments/require_radius.sql
\ir upkeep/arguments/require_circle.sql
\ir upkeep/arguments/require_parallels.sql
\ir upkeep/arguments/require_vertices.sql
\ir upkeep/arguments/require_extent.sql
\ir upkeep/arguments/require_healpix_order.sql
\ir upkeep/arguments/require_sexagesimal.sql
\ir upkeep/arguments/require_external_column.sql
\ir upkeep/arguments/require_release.sql
\ir upkeep/arguments/require_release_name.sql
\ir upkeep/parts/parsed_comment.sql
\ir upkeep/parts/coordinate_system.sql
\ir upkeep/parts/adql_name.sql
\ir upkeep/parts/uniform_from_digest.sql
\ir upkeep/parts/strongest_deviation.sql
\ir upkeep/parts/spread_bits.sql

-- Images: when they were taken, how deep they are, how they are calibrated and tied
\ir science/images/timestamp_from_mjd.sql
\ir science/images/mjd_from_timestamp.sql
\ir science/images/mjd_from_text.sql
\ir science/images/tai_minus_utc.sql
\ir science/images/barycentric_light_time.sql
\ir science/images/flux_scale.sql
\ir science/images/mag_from_flux.sql
\ir science/images/image_calibration.sql
\ir science/images/image_epoch.sql
\ir science/images/is_good.sql
\ir science/images/flag_meaning.sql
\ir science/images/band_overview.sql
\ir science/images/field_overview.sql
\ir science/images/tie_log.sql
\ir science/images/image_tie.sql
\ir science/images/untied_image.sql

-- About: what the database says of itself, what was loaded and which models were run
\ir science/about/reference_frame.sql
\ir science/about/column_info.sql
\ir science/about/function_info.sql
\ir science/about/help.sql
\ir science/about/search.sql
\ir science/about/tap_schema.sql
\ir science/about/run_overview.sql
\ir science/about/run_metric.sql

-- Sources: what is known of each, and each of its detections
\ir science/sources/calibrated_detection.sql
\ir science/sources/flagged_detection.sql
\ir science/sources/photometry.sql
\ir science/sources/star.sql
\ir science/sources/named_source.sql
\ir science/sources/light_curve.sql
\ir science/sources/barycentric_light_curve.sql

-- Sky: positions and distances, what lies near, matches of lists, where the images looked
\ir science/sky/zone_from_dec.sql
\ir science/sky/sky_distance.sql
\ir science/sky/position_angle.sql
\ir science/sky/tangent_xi.sql
\ir science/sky/tangent_eta.sql
\ir science/sky/healpix_nested.sql
\ir science/sky/ra_from_text.sql
\ir science/sky/dec_from_text.sql
\ir science/sky/text_from_ra.sql
\ir science/sky/text_from_dec.sql
\ir upkeep/parts/near_distance.sql
\ir upkeep/parts/polygon_circle.sql
\ir science/sky/sky_strips.sql
\ir science/sky/sources_near.sql
\ir science/sky/nearest_source.sql
\ir science/sky/sources_in_box.sql
\ir science/sky/sources_in_polygon.sql
\ir science/sky/match_positions.sql
\ir science/sky/neighbours.sql
\ir science/sky/light_curves_near.sql
\ir science/sky/match_light_curves.sql
\ir science/sky/image_footprint.sql
\ir science/sky/images_at.sql
\ir science/sky/coverage_at.sql
\ir science/sky/ambiguous_association.sql
\ir science/sky/external_catalogue.sql
\ir science/sky/external_column.sql
\ir science/sky/external_value.sql
\ir science/sky/matched_source.sql

-- Variability: the noise, statistics of light curves, periods, classes and the features that tell them
\ir science/variability/significance_of_chi2.sql
\ir science/variability/flux_moments.sql
\ir science/variability/variability.sql
\ir science/variability/noise_model.sql
\ir science/variability/flux_floor.sql
\ir science/variability/sources_above_floor.sql
\ir science/variability/calibrated_light_curve.sql
\ir science/variability/selected_light_curve_statistics.sql
\ir science/variability/light_curve_statistics.sql
\ir science/variability/candidate_light_curves.sql
\ir science/variability/periodic_source.sql
\ir science/variability/period_candidate.sql
\ir science/variability/folded_light_curve.sql
\ir science/variability/binned_folded_light_curve.sql
\ir science/variability/label_overview.sql
\ir science/variability/variable_feature.sql

-- Upkeep, features: what describes a light curve, and what a forest says of it
\ir upkeep/features/light_curves_of_run.sql
\ir upkeep/features/harmonic_features.sql
\ir upkeep/features/shape_features.sql
\ir upkeep/features/folded_features.sql
\ir upkeep/features/epoch_features.sql
\ir upkeep/features/colour_features.sql
\ir upkeep/features/forest_votes.sql

-- Variability: features and classes of the sources of any run
\ir science/variability/features_of_run.sql
\ir science/variability/classes_by_forest.sql
\ir science/variability/possible_class.sql
\ir science/variability/classified_source.sql

-- Upkeep, verify: what each summary should hold, from the detections alone
\ir upkeep/load/source_id_range.sql
\ir upkeep/load/binned_snr.sql
\ir upkeep/verify/recomputed_zero_points.sql
\ir upkeep/verify/recomputed_depth.sql
\ir upkeep/verify/outline_points.sql
\ir upkeep/verify/hull_chain.sql
\ir upkeep/verify/recomputed_outline.sql
\ir upkeep/verify/images_by_field.sql
\ir upkeep/verify/differing_outlines.sql
\ir upkeep/verify/recomputed_counts.sql
\ir upkeep/verify/recomputed_ranges.sql
\ir upkeep/load/source_from_detections.sql
\ir upkeep/verify/recomputed_source.sql
\ir upkeep/verify/recomputed_source_variability.sql
\ir upkeep/verify/differing_sources.sql
\ir upkeep/verify/differing_variability.sql
\ir upkeep/verify/differing_counts.sql
\ir upkeep/verify/differing_ranges.sql
\ir upkeep/verify/differing_zero_points.sql
\ir upkeep/verify/differing_depths.sql
\ir upkeep/verify/differing_catalogues.sql
\ir upkeep/verify/differing_summaries.sql
\ir upkeep/verify/doubtful_catalogues.sql

-- Upkeep, release: what a release needs is copied before it changes
\ir upkeep/release/columns_of.sql
\ir upkeep/release/kept_tables.sql
\ir upkeep/release/last_release.sql
\ir upkeep/release/keep_light_curves.sql
\ir upkeep/release/keep_source_rows.sql
\ir upkeep/release/keep_sources.sql
\ir upkeep/release/keep_few.sql
\ir upkeep/release/keep_before_merge.sql
\ir upkeep/release/keep_between.sql
\ir upkeep/release/keep_catalogue.sql
\ir upkeep/release/keep_all.sql
\ir upkeep/release/keep_field.sql
\ir upkeep/release/keep_ahead.sql

-- Upkeep, load: the second half of a load, and its inverse
\ir upkeep/load/sources_elsewhere.sql
\ir upkeep/load/require_sources_in_place.sql
\ir upkeep/load/nearest_first.sql
\ir upkeep/load/associate_detections.sql
\ir upkeep/load/associate_identifiers.sql
\ir upkeep/load/summarise_detection_pages.sql
\ir upkeep/load/keep_zero_points.sql
\ir upkeep/load/measure_catalogues.sql
\ir upkeep/load/variability_from_detections.sql
\ir upkeep/load/merge_source_variability.sql
\ir upkeep/load/merge_sources.sql
\ir upkeep/load/turned_sources.sql
\ir upkeep/load/recount_stars.sql
\ir upkeep/load/write_in_sequence.sql
\ir upkeep/load/lock_fields.sql
\ir upkeep/load/add_catalogues.sql
\ir upkeep/load/describe_band.sql
\ir upkeep/load/number_images.sql
\ir upkeep/load/number_sources.sql
\ir upkeep/load/state_frame.sql
\ir upkeep/load/number_fields.sql
\ir upkeep/load/recompute_sources.sql
\ir upkeep/load/measure_single_detections.sql
\ir upkeep/load/add_light_curves.sql
\ir upkeep/load/remove_catalogue.sql

-- Upkeep, external: catalogues of others matched with the sources
\ir upkeep/external/external_position.sql
\ir upkeep/external/external_pair.sql
\ir upkeep/external/match_external.sql
\ir upkeep/external/refresh_external_matches.sql

-- Upkeep, tie: by how much each image is off
\ir upkeep/tie/tie_stars.sql
\ir upkeep/tie/offsets_from_stars.sql
\ir upkeep/tie/make_tie.sql
\ir upkeep/tie/use_no_tie.sql
\ir upkeep/tie/use_tie.sql

-- Upkeep, noise: how much sources of a magnitude scatter
\ir upkeep/noise/noise_by_magnitude.sql
\ir upkeep/noise/measure_noise_floor.sql

-- Upkeep, housekeeping: what is done daily, and at the end of a run of the loader
\ir upkeep/housekeeping/loose_indexes.sql
\ir upkeep/housekeeping/tighten_positions.sql
\ir upkeep/housekeeping/outdated_tables.sql
\ir upkeep/housekeeping/refresh_statistics.sql
\ir upkeep/housekeeping/strongest_deviations.sql
\ir upkeep/housekeeping/measure_deviations.sql

-- Questions: R1 to R5
\ir upkeep/parts/read_deviations.sql
\ir upkeep/parts/deviations_without_moments.sql
\ir upkeep/parts/good_deviations.sql
\ir upkeep/parts/counted_detections.sql
\ir upkeep/parts/counted_flagged.sql
\ir science/questions/images_between.sql
\ir science/questions/red_sources.sql
\ir science/questions/variable_sources.sql
\ir science/questions/catalogues_of_field.sql
\ir science/questions/five_band_photometry.sql

-- Stars: their colours, and those that were simulated from them
\ir science/stars/star_colours.sql
\ir science/stars/simulated_colours.sql
\ir science/stars/star_mixture.sql
\ir science/stars/density_choice.sql
\ir science/stars/simulation_test.sql
\ir science/stars/draw_stars.sql
\ir science/stars/colour_limit.sql
\ir science/stars/colour_density.sql
\ir science/stars/star_density.sql

-- Redshifts: galaxies, their photometric redshifts, and how good these are
\ir science/redshifts/sigma_nmad.sql
\ir science/redshifts/uniform_distance.sql
\ir science/redshifts/galaxy_photometry.sql
\ir science/redshifts/galaxy_sample_overview.sql
\ir science/redshifts/photo_z_truth.sql
\ir science/redshifts/photo_z_quality.sql
\ir science/redshifts/photo_z_generalisation.sql
\ir science/redshifts/photo_z_method.sql
\ir science/redshifts/linear_equation.sql
\ir science/redshifts/colour_component.sql
\ir science/redshifts/photo_z_linear.sql

-- About, at last: what was loaded and refused, and whether the summaries are right
\ir science/about/load_log.sql
\ir science/about/rejection_log.sql
\ir science/about/column_range.sql
\ir science/about/verify_summaries.sql
\ir science/about/contents_token.sql

-- Releases: what was in at a moment, and every answer as it was
\ir science/releases/release.sql
\ir science/releases/release_difference.sql
\ir science/releases/kept_question.sql
\ir science/releases/load_before.sql
\ir science/releases/new_catalogues.sql
\ir science/releases/new_sources.sql
\ir science/releases/vanished_sources.sql
\ir science/releases/brightness_changes.sql
\ir science/releases/grown_deviations.sql
\ir science/releases/new_since.sql
\ir science/releases/explain_source.sql
\ir science/releases/affected_by.sql

-- Upkeep, release: making one, and its schemas
\ir upkeep/release/released_tables.sql
\ir upkeep/release/released_objects.sql
\ir upkeep/release/kept_as_of.sql
\ir upkeep/release/view_option.sql
\ir upkeep/release/view_as_of.sql
\ir upkeep/release/describe_release.sql
\ir upkeep/release/open_release.sql
\ir upkeep/release/close_releases.sql
\ir upkeep/release/make_release.sql
\ir upkeep/release/forget_release.sql
\ir upkeep/release/save_question.sql

-- Rights on tables are needed wherever these are: foundation.sql
DO $$
BEGIN
    PERFORM pg_catalog.set_config(
        'citus.enable_ddl_propagation',
        coalesce(nullif(pg_catalog.current_setting('epochdb.is_distributed', true), ''), 'off'),
        true
    );
END
$$;
\ir grants.sql
