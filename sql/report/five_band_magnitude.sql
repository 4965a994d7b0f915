-- R5: the magnitudes of the stars above a signal-to-noise of 30 in all five bands, counted in cells of 0.25
-- mag.
WITH grid AS (SELECT 0.25::double precision AS step)
SELECT
    f.field_id,
    m.band,
    b.wavelength_um,
    (floor(m.mag / g.step) + 0.5) * g.step AS mag,
    count(*) AS n_star,
    g.step
FROM science.field_overview AS f
CROSS JOIN LATERAL science.five_band_photometry(f.field_id, 30) AS p
CROSS JOIN LATERAL (
    VALUES ('Z', p.z_mag), ('Y', p.y_mag), ('J', p.j_mag), ('H', p.h_mag), ('Ks', p.ks_mag)
) AS m (band, mag)
INNER JOIN science.band_overview AS b ON b.band = m.band
CROSS JOIN grid AS g
GROUP BY f.field_id, m.band, b.wavelength_um, floor(m.mag / g.step), g.step
ORDER BY f.field_id, b.wavelength_um, floor(m.mag / g.step);
