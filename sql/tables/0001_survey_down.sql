-- Takes the tables of 0001_survey.sql away again, with all that they hold.
DROP TABLE
    survey.source_variability,
    survey.source,
    survey.detection,
    survey.catalogue_count,
    survey.catalogue_range,
    survey.snr_threshold,
    survey.rejected_file,
    survey.catalogue,
    survey.load,
    survey.image,
    survey.field,
    survey.band;
