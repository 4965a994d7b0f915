-- Colours of the sources of a run, where both bands are measured: what a light curve in one band does not
-- tell. A function of its own, since on a cluster what joins the other features must not read a table.
CREATE FUNCTION upkeep.colour_features(run_id integer)
RETURNS TABLE (source_id bigint, j_minus_h double precision, h_minus_ks double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT p.source_id, s.j_minus_h::double precision, s.h_minus_ks::double precision
    FROM survey.period AS p
    INNER JOIN survey.source AS s ON s.source_id = p.source_id
    WHERE p.run_id = colour_features.run_id;
END;

COMMENT ON FUNCTION upkeep.colour_features(integer) IS
'Colours J - H and H - Ks [mag] of the sources of a run of python -m ml periods: a part of science.features_of_run.
Sample call: SELECT * FROM upkeep.colour_features((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
