-- Matches those catalogues of others anew that the survey has grown, or shrunk, since; part of the
-- housekeeping. Gives their number.
CREATE FUNCTION upkeep.refresh_external_matches()
RETURNS integer
LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT count(upkeep.match_external(c.catalogue_name))::integer
    FROM science.external_catalogue AS c
    WHERE c.is_stale;
END;

COMMENT ON FUNCTION upkeep.refresh_external_matches() IS
'Matches the catalogues of others anew whose matches are stale and gives their number.
Sample call: SELECT upkeep.refresh_external_matches();';
