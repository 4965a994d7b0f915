-- Enter the lowest and the highest value of each column of a catalogue.
INSERT INTO survey.catalogue_range (image_id, column_name, value_min, value_max)
SELECT
    %(image_id)s,
    r.column_name,
    r.value_min,
    r.value_max
FROM unnest(
    %(names)s::text[], %(lowest)s::double precision[], %(highest)s::double precision[]
) AS r (column_name, value_min, value_max);
