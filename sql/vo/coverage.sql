-- What does the survey cover? Dates of the images; the energies of its bands in joules (h c is 1.98644586e-25
-- J m); and the cells of HEALPix order 8, a quarter of a degree wide, that have sources.
SELECT 'temporal' AS axis, concat_ws(' ', min(i.mjd), max(i.mjd)) AS covered
FROM survey.image AS i
HAVING count(*) > 0
UNION ALL
SELECT
    'spectral',
    concat_ws(
        ' ',
        1.98644586e-19 / max(b.wavelength_um + coalesce(b.width_um, 0) / 2),
        1.98644586e-19 / min(b.wavelength_um - coalesce(b.width_um, 0) / 2)
    )
FROM survey.band AS b
UNION ALL
SELECT 'spatial', '8/' || string_agg(c.cell::text, ' ' ORDER BY c.cell)
FROM (SELECT DISTINCT science.healpix_nested(s.ra, s.dec, 8) AS cell FROM survey.source AS s) AS c
HAVING count(*) > 0;
