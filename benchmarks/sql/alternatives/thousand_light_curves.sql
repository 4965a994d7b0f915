SELECT count(*), sum(d.flux_1) FROM survey.alternative AS d WHERE d.source_id = ANY(%(source_ids)s::bigint []);
