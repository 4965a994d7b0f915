COPY (
    SELECT * EXCLUDE (field_id, band)
    FROM detection
    WHERE band = '{band}'
    ORDER BY source_id, image_id
) TO '{path}' (FORMAT parquet);
