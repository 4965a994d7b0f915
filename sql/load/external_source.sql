-- The rows of a catalogue of others.
COPY survey.external_source (
    catalogue_name, external_row, external_id, ra, dec, pm_ra, pm_dec, numbers, texts
)
FROM STDIN;
