SELECT s.n_tup_upd, s.n_tup_hot_upd FROM pg_stat_user_tables AS s WHERE s.relname = 'alternative';
