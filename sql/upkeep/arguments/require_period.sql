-- Refuses a period that is negative or not finite; 0 passes, it asks for the one that was found.
CREATE FUNCTION upkeep.require_period(period double precision)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT (require_period.period >= 0 AND require_period.period < 'infinity') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('the period is %s d, expected one above 0, or 0', require_period.period),
              HINT = 'The periods that were found: SELECT source_id, rank, period FROM science.period_candidate;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_period(double precision) IS
'True where a period [d] is positive, or 0 for the one that was found; an error with a hint if not.
Sample call: SELECT upkeep.require_period(0.55);';
