-- Takes the tables of 0004_sky.sql away again, with all that they hold.
DROP TABLE
    survey.external_match,
    survey.external_match_run,
    survey.external_source,
    survey.external_list_column,
    survey.external_list,
    survey.source_identifier,
    survey.association_rival,
    survey.association,
    survey.image_outline;
DROP SEQUENCE survey.unidentified_source_id;
