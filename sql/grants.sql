-- Who may do what. PUBLIC may nothing; readers read; the loader writes the survey's tables.
REVOKE ALL ON ALL TABLES IN SCHEMA survey FROM epochdb_loader, epochdb_ml, epochdb_reader;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA science FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA upkeep FROM PUBLIC;

GRANT USAGE ON SCHEMA survey, science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA survey TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA science TO epochdb_loader, epochdb_ml, epochdb_reader;

-- Upkeep is for who loads. Without USAGE nobody else can name anything in it; yet answers are made of some of
-- it, whose names were looked up when they were made, and run with the rights of who asks.
GRANT USAGE ON SCHEMA upkeep TO epochdb_loader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA upkeep TO epochdb_loader, epochdb_ml, epochdb_reader;

GRANT INSERT, UPDATE, DELETE ON
    survey.image,
    survey.catalogue,
    survey.catalogue_count,
    survey.catalogue_range,
    survey.image_outline,
    survey.association,
    survey.association_rival,
    survey.source_identifier,
    survey.external_list,
    survey.external_list_column,
    survey.external_source,
    survey.external_match_run,
    survey.external_match,
    survey.detection,
    survey.source,
    survey.source_variability,
    survey.load,
    survey.rejected_file
TO epochdb_loader;
GRANT INSERT ON survey.description, survey.flag, survey.image_key, survey.field_name, survey.source_name
TO epochdb_loader;
-- UPDATE is the right to lock a field while its sources are merged.
GRANT INSERT, UPDATE ON survey.field TO epochdb_loader;
GRANT USAGE ON SEQUENCE survey.unidentified_source_id TO epochdb_loader;

-- Samples of galaxies are the loader's; results are written once and go only with their run.
GRANT INSERT, DELETE ON survey.galaxy_sample, survey.galaxy TO epochdb_loader;
GRANT INSERT, DELETE ON survey.label_list, survey.label TO epochdb_loader;
GRANT INSERT, DELETE ON survey.model_run TO epochdb_ml;
GRANT INSERT ON
    survey.model_parameter,
    survey.model_metric,
    survey.model_weight,
    survey.mixture_component,
    survey.density_candidate,
    survey.sample_comparison,
    survey.simulated_star,
    survey.linear_term,
    survey.principal_component,
    survey.prediction,
    survey.photo_z,
    survey.run_light_curve,
    survey.period,
    survey.candidate_period,
    survey.harmonic_model,
    survey.light_curve_feature,
    survey.forest,
    survey.forest_class,
    survey.forest_feature,
    survey.forest_node,
    survey.classification,
    survey.class_probability
TO epochdb_ml;

-- Ties and noise floors are made, and put into use, by whoever loads.
GRANT INSERT, UPDATE, DELETE ON
    survey.tie,
    survey.tie_offset,
    survey.noise_run,
    survey.noise_floor,
    survey.image_depth
TO epochdb_loader;

-- Releases are made and forgotten by whoever loads, who also copies what they need before it changes.
GRANT INSERT, UPDATE, DELETE ON
    survey.data_release,
    survey.release_image,
    survey.release_range,
    survey.release_run,
    survey.release_band,
    survey.release_field,
    survey.release_load,
    survey.release_tie,
    survey.release_noise_run,
    survey.removed_catalogue,
    survey.saved_question,
    survey.kept_image,
    survey.kept_catalogue,
    survey.kept_catalogue_count,
    survey.kept_catalogue_range,
    survey.kept_image_depth,
    survey.kept_image_outline,
    survey.kept_association,
    survey.kept_association_rival,
    survey.kept_tie_offset,
    survey.kept_detection,
    survey.source_history,
    survey.source_variability_history
TO epochdb_loader;

-- The releases that there are have their answers made anew from these.
SELECT upkeep.close_releases();
SELECT upkeep.open_release(r.release_id) FROM survey.data_release AS r ORDER BY r.release_id;
