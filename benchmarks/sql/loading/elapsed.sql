SELECT
    extract(epoch FROM max(l.finished_at) - min(l.started_at))::double precision AS seconds,
    sum(l.n_row)::bigint AS n_row
FROM survey.load AS l;
