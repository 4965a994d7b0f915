-- What fits of up to six harmonics to a light curve need at each candidate frequency: sums over its epochs
-- of w exp(i k w t) and of w m exp(i k w t), up to twice as many k
SELECT
    f.frequency, k.harmonic,
    sum(e.weight * cos(k.harmonic * t.turn)), sum(e.weight * sin(k.harmonic * t.turn)),
    sum(e.weight * e.value * cos(k.harmonic * t.turn)), sum(e.weight * e.value * sin(k.harmonic * t.turn))
FROM unnest(%(frequency)s::double precision[]) AS f (frequency)
CROSS JOIN unnest(
    %(time)s::double precision[], %(value)s::double precision[], %(weight)s::double precision[]
) AS e (time, value, weight)
CROSS JOIN LATERAL (SELECT 2 * pi() * f.frequency * e.time AS turn) AS t
CROSS JOIN generate_series(1, 12) AS k (harmonic)
GROUP BY f.frequency, k.harmonic
