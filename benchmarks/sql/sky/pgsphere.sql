CREATE EXTENSION pg_sphere;
CREATE TABLE public.sphere_source AS
SELECT s.source_id, spoint(radians(s.ra), radians(s.dec)) AS place FROM survey.source AS s;
CREATE INDEX ON public.sphere_source USING gist (place);
ANALYZE public.sphere_source;
