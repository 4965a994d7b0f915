-- The standard thresholds of signal-to-noise, ascending.
SELECT s.snr_min FROM survey.snr_threshold AS s ORDER BY s.snr_min;
