-- How often and how deep was a position looked at? Per band the images that saw it. A band without a row
-- was never observed there.
CREATE FUNCTION science.coverage_at(ra double precision, "dec" double precision)
RETURNS TABLE (
    band text,
    n_image integer,
    mjd_min double precision,
    mjd_max double precision,
    limit_mag_min real,
    limit_mag_max real
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        i.band,
        count(*)::integer AS n_image,
        min(i.mjd) AS mjd_min,
        max(i.mjd) AS mjd_max,
        min(i.limit_mag) AS limit_mag_min,
        max(i.limit_mag) AS limit_mag_max
    FROM science.images_at(coverage_at.ra, coverage_at.dec) AS i
    INNER JOIN survey.band AS b ON b.band = i.band
    GROUP BY i.band, b.wavelength_um
    ORDER BY b.wavelength_um;
END;

COMMENT ON FUNCTION science.coverage_at(double precision, double precision) IS
'How often a position, right ascension and declination [deg], was observed in each band, from when to when (MJD [d]) and how deep (5 sigma limits [mag] of the shallowest and the deepest image); no row for a band in which it was not.
n_image: Images that saw it. [] {meta.number;obs.image}
limit_mag_min: Magnitude at signal-to-noise 5 on the shallowest of them. [mag] {phot.mag;stat.min}
limit_mag_max: Magnitude at signal-to-noise 5 on the deepest of them. [mag] {phot.mag;stat.max}
Subject: sky
Sample call: SELECT * FROM science.coverage_at(269.5, -30.2);';
