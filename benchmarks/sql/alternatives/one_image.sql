SELECT count(*), sum(d.flux_1) FROM survey.alternative AS d WHERE d.image_id = %(image_id)s;
