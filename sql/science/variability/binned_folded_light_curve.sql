-- What is the mean light curve of a source within a period? The folded light curve in bins of phase, each the
-- mean weighted by the inverse squares of the errors; a bin without an epoch has no row.
CREATE FUNCTION science.binned_folded_light_curve(
    source_id bigint,
    band text DEFAULT 'Ks',
    period double precision DEFAULT 0,
    n_bin integer DEFAULT 20,
    good_only boolean DEFAULT false
)
RETURNS TABLE (
    phase double precision,
    mean_mag double precision,
    mean_mag_err double precision,
    mag_stddev double precision,
    n_epoch integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        (least(floor(f.phase * binned_folded_light_curve.n_bin), binned_folded_light_curve.n_bin - 1) + 0.5)
        / binned_folded_light_curve.n_bin AS phase,
        sum(f.mag / f.mag_err ^ 2) / sum(1 / f.mag_err ^ 2) AS mean_mag,
        1 / sqrt(sum(1 / f.mag_err ^ 2)) AS mean_mag_err,
        stddev_samp(f.mag) AS mag_stddev,
        count(*)::integer AS n_epoch
    FROM science.folded_light_curve(
        binned_folded_light_curve.source_id, binned_folded_light_curve.band,
        binned_folded_light_curve.period, binned_folded_light_curve.good_only
    ) AS f
    WHERE binned_folded_light_curve.n_bin > 0
    GROUP BY least(floor(f.phase * binned_folded_light_curve.n_bin), binned_folded_light_curve.n_bin - 1)
    ORDER BY phase;
END;

COMMENT ON FUNCTION science.binned_folded_light_curve(bigint, text, double precision, integer, boolean) IS
'Folded light curve of a source in bins of phase: middle of the bin (dimensionless, 0 to 1), weighted mean magnitude, its error from the quoted errors and the scatter in the bin [mag], epochs; period [d] as in science.folded_light_curve.
phase: Middle of the bin. [] {time.phase}
mean_mag: Mean magnitude of the bin, weighted by the inverse squares of the errors. [mag] {phot.mag;stat.mean;em.IR}
mean_mag_err: Error of that mean from the quoted errors, 1 sigma. [mag] {stat.error;phot.mag;em.IR}
mag_stddev: Standard deviation of the magnitudes in the bin; missing for one epoch. [mag] {stat.stdev;phot.mag;em.IR}
Subject: variability
Sample call: SELECT * FROM science.binned_folded_light_curve(5, ''Ks'', 0.55, 10);';
