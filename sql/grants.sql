-- Who may do what. PUBLIC may nothing; readers read; the loader writes the survey's tables.
REVOKE ALL ON ALL TABLES IN SCHEMA survey FROM epochdb_loader, epochdb_ml, epochdb_reader;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA science FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA upkeep FROM PUBLIC;

GRANT USAGE ON SCHEMA survey, science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA survey TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT USAGE ON SCHEMA tap_schema TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA tap_schema TO epochdb_loader, epochdb_ml, epochdb_reader;
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
    survey.detection,
    survey.source,
    survey.source_variability,
    survey.load,
    survey.rejected_file
TO epochdb_loader;
GRANT INSERT ON survey.field TO epochdb_loader;

-- Samples of galaxies are the loader's; results are written once and go only with their run.
GRANT INSERT, DELETE ON survey.galaxy_sample, survey.galaxy TO epochdb_loader;
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
    survey.period
TO epochdb_ml;

-- Zero-point ties and noise floors are made, and put into use, by whoever loads.
GRANT INSERT, UPDATE, DELETE ON
    survey.zero_point_run,
    survey.zero_point_offset,
    survey.noise_run,
    survey.noise_floor,
    survey.image_depth
TO epochdb_loader;
