-- The strongest deviation of an epoch from the mean flux, where it is known: where that of the epoch that
-- is kept exceeds what bounds the others', or none of them deviates at all. Not STRICT, so that it becomes
-- part of the query.
CREATE FUNCTION upkeep.strongest_deviation(
    flux_mean double precision, strongest_flux double precision, strongest_flux_err double precision,
    rest_deviation double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN
        strongest_deviation.rest_deviation = 0
        OR abs(strongest_deviation.strongest_flux - strongest_deviation.flux_mean)
        / strongest_deviation.strongest_flux_err > strongest_deviation.rest_deviation
    THEN abs(strongest_deviation.strongest_flux - strongest_deviation.flux_mean)
        / strongest_deviation.strongest_flux_err
END;

COMMENT ON FUNCTION upkeep.strongest_deviation(
    double precision, double precision, double precision, double precision
) IS
'The strongest deviation of an epoch (in sigma) from the mean flux, given that, the flux and error of the epoch [adu] and what bounds the others; missing where it is not known.
Sample call: SELECT upkeep.strongest_deviation(120, 160, 1, 20);';
