-- What is a column a coordinate of, so that what survey.frame says of it applies? By what its comment says:
-- exposure for dates of images, barycentre for dates named bjd, clock for when something was done here,
-- sky for right ascensions and declinations.
CREATE FUNCTION upkeep.coordinate_system(column_name text, unit text, ucd text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN coordinate_system.unit = 'deg' AND coordinate_system.ucd ~ '^pos\.eq\.(ra|dec)(;|$)' THEN 'sky'
    WHEN coordinate_system.unit NOT IN ('', 'd') THEN NULL
    WHEN coordinate_system.column_name ~ '(^|_)bjd$' THEN 'barycentre'
    WHEN coordinate_system.ucd ~ '^time\.epoch(;|$)' THEN 'exposure'
    WHEN coordinate_system.ucd ~ '^time\.(processing|start|end|creation)(;|$)' THEN 'clock'
END;

COMMENT ON FUNCTION upkeep.coordinate_system(text, text, text) IS
'What a column is a coordinate of, by its name, unit and UCD: exposure, barycentre, clock or sky; missing for others.
Sample call: SELECT upkeep.coordinate_system(''mjd'', ''d'', ''time.epoch;obs.exposure'');';
