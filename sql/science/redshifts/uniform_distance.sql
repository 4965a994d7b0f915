-- How far are values from a uniform distribution on 0 to 1? The statistic of Kolmogorov and Smirnov, by
-- which the probability integral transform of honest distributions is judged (Dawid 1984). Of an array,
-- to be made by array_agg.
CREATE FUNCTION science.uniform_distance(share double precision[])
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT max(greatest(r.place / r.n - r.value, r.value - (r.place - 1) / r.n))
    FROM (
        SELECT
            x.value,
            (row_number() OVER (ORDER BY x.value))::double precision AS place,
            (count(*) OVER ())::double precision AS n
        FROM unnest(uniform_distance.share) AS x (value)
        WHERE x.value IS NOT NULL
    ) AS r;
END;

COMMENT ON FUNCTION science.uniform_distance(double precision[]) IS
'Largest distance (Kolmogorov and Smirnov) of values from a uniform distribution on 0 to 1, dimensionless; missing values are passed over.
Subject: redshifts
Sample call: SELECT science.uniform_distance(array_agg(pit)) FROM science.photo_z_truth;';
