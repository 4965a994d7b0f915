-- Refuses a period that is not positive and finite; a missing one passes, it asks for the one that was found.
CREATE FUNCTION upkeep.require_period(period double precision)
RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    IF NOT (require_period.period > 0 AND require_period.period < 'infinity') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('the period is %s d, expected a positive one', require_period.period),
              HINT = 'The periods that were found: SELECT source_id, rank, period FROM science.period_candidate;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_period(double precision) IS
'True where a period [d] is positive or missing; an error with a hint if not.
Sample call: SELECT upkeep.require_period(0.55);';
