SELECT
    pg_relation_size('survey.source_zone_idx')::float8 / count(*) AS loaded,
    sum(pg_column_size(s.zone))::float8 / count(*) AS zone
FROM survey.source AS s;
