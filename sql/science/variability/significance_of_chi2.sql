-- How many standard deviations a chi square stands above what it is expected to be: its cube root is very
-- nearly normal, down to one degree of freedom (Wilson & Hilferty 1931).
CREATE FUNCTION science.significance_of_chi2(chi2 double precision, n_freedom double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    cbrt(significance_of_chi2.chi2 / significance_of_chi2.n_freedom)
    - (1 - 2 / (9 * significance_of_chi2.n_freedom))
) / sqrt(2 / (9 * significance_of_chi2.n_freedom));

COMMENT ON FUNCTION science.significance_of_chi2(double precision, double precision) IS
'Standard deviations of a normal distribution that are as unlikely as a chi square for its degrees of freedom; all dimensionless.
Subject: variability
Sample call: SELECT science.significance_of_chi2(100, 49);';
