-- Scatter that outliers do not move: 1.4826 times the median absolute deviation from the median, which is
-- the standard deviation of a Gaussian (Brammer et al. 2008). Of an array, to be made by array_agg.
CREATE FUNCTION science.sigma_nmad(deviation double precision[])
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT 1.4826 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(x.value - m.median))
    FROM unnest(sigma_nmad.deviation) AS x (value)
    CROSS JOIN (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY y.value) AS median
        FROM unnest(sigma_nmad.deviation) AS y (value)
    ) AS m;
END;

COMMENT ON FUNCTION science.sigma_nmad(double precision[]) IS
'Scatter: 1.4826 times the median absolute deviation from the median, in the unit of the values; missing values are passed over.
Subject: redshifts
Sample call: SELECT science.sigma_nmad(array_agg(deviation)) FROM science.photo_z_truth;';
