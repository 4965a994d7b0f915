-- Sources that have the periods of others, up to a number: the benchmark asks for their classes
INSERT INTO survey.period (
    source_id, period, power, false_alarm_probability, amplitude_mag, epoch_mjd, run_id, n_epoch, n_harmonic,
    period_err
)
SELECT
    p.source_id + k.n::bigint * 1000000000, p.period, p.power, p.false_alarm_probability, p.amplitude_mag,
    p.epoch_mjd, p.run_id, p.n_epoch, p.n_harmonic, p.period_err
FROM survey.period AS p
CROSS JOIN generate_series(1, $1) AS k (n)
WHERE p.run_id = $2;
