-- Who may do what. PUBLIC may nothing; readers read; the loader writes the survey's tables.
REVOKE ALL ON ALL TABLES IN SCHEMA survey FROM epochdb_loader, epochdb_ml, epochdb_reader;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA science FROM PUBLIC;

GRANT USAGE ON SCHEMA survey, science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA survey TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA science TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA science TO epochdb_loader, epochdb_ml, epochdb_reader;

-- What changes the tables is the loader's: not even to be called by a reader.
REVOKE EXECUTE ON FUNCTION
    science.summarise_detection_pages(),
    science.measure_zero_points(integer),
    science.merge_sources(integer),
    science.merge_source_variability(integer),
    science.lock_field(integer),
    science.add_catalogue(integer),
    science.remove_catalogue(integer)
FROM epochdb_ml, epochdb_reader;

GRANT INSERT, UPDATE, DELETE ON
    survey.image,
    survey.catalogue,
    survey.catalogue_count,
    survey.detection,
    survey.source,
    survey.source_variability,
    survey.load,
    survey.rejected_file
TO epochdb_loader;
GRANT INSERT ON survey.field TO epochdb_loader;
