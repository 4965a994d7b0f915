COPY (
    SELECT
        source_id, {image_id}::INTEGER AS image_id, running_id, ra, dec, x, y,
        nullif(flux_1, 'NaN'::FLOAT) AS flux_1, nullif(flux_1_err, 'NaN'::FLOAT) AS flux_1_err,
        nullif(flux_2, 'NaN'::FLOAT) AS flux_2, nullif(flux_2_err, 'NaN'::FLOAT) AS flux_2_err,
        nullif(flux_3, 'NaN'::FLOAT) AS flux_3, nullif(flux_3_err, 'NaN'::FLOAT) AS flux_3_err,
        nullif(mag_1, 'NaN'::FLOAT) AS mag_1, nullif(mag_1_err, 'NaN'::FLOAT) AS mag_1_err,
        nullif(mag_2, 'NaN'::FLOAT) AS mag_2, nullif(mag_2_err, 'NaN'::FLOAT) AS mag_2_err,
        nullif(mag_3, 'NaN'::FLOAT) AS mag_3, nullif(mag_3_err, 'NaN'::FLOAT) AS mag_3_err,
        class
    FROM columns_read
) TO '{path}' (FORMAT parquet);
