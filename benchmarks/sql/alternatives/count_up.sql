UPDATE survey.alternative AS s SET n_detection = s.n_detection + 1;
