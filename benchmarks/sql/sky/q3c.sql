CREATE EXTENSION q3c;
CREATE TABLE public.q3c_source AS SELECT s.source_id, s.ra, s.dec FROM survey.source AS s;
CREATE INDEX ON public.q3c_source (q3c_ang2ipix(ra, dec));
ANALYZE public.q3c_source;
