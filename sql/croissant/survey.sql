-- What is in the database, in one line? Fields, images, sources, and the first and last day of observation.
SELECT
    count(*) AS n_field,
    coalesce(sum(f.n_image), 0)::bigint AS n_image,
    coalesce(sum(f.n_source), 0)::bigint AS n_source,
    science.timestamp_from_mjd(min(f.mjd_min))::date AS first_day,
    science.timestamp_from_mjd(max(f.mjd_max))::date AS last_day
FROM science.field_overview AS f;
