-- What did everything around a position do? The light curves of all sources within a radius in a band,
-- nearest source first; fluxes scaled to zero point 25.
CREATE FUNCTION science.light_curves_near(
    ra double precision, "dec" double precision, radius double precision, band text DEFAULT 'Ks'
)
RETURNS TABLE (
    source_id bigint,
    distance double precision,
    image_id integer,
    mjd double precision,
    mag real,
    mag_err real,
    flux double precision,
    flux_err double precision,
    snr real,
    class smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_circle(light_curves_near.ra, light_curves_near.dec, light_curves_near.radius),
        upkeep.require_band(light_curves_near.band);

    WITH near AS MATERIALIZED (
        SELECT n.source_id, n.distance
        FROM science.sources_near(light_curves_near.ra, light_curves_near.dec, light_curves_near.radius) AS n
    )
    SELECT
        n.source_id,
        n.distance,
        d.image_id,
        d.mjd,
        d.mag_1 AS mag,
        d.mag_1_err AS mag_err,
        d.flux_1 AS flux,
        d.flux_1_err AS flux_err,
        d.snr,
        d.class
    FROM near AS n
    INNER JOIN science.calibrated_detection AS d ON d.source_id = n.source_id
    WHERE d.band = light_curves_near.band
    ORDER BY n.distance, n.source_id, d.mjd, d.image_id;
END;

COMMENT ON FUNCTION science.light_curves_near(
    double precision, double precision, double precision, text
) IS
'Light curves in a band of the sources within a radius [deg] of a position, right ascension and declination [deg]: magnitude [mag], flux at zero point 25 [adu], errors, signal-to-noise (dimensionless); nearest source first, then in order of time (MJD [d]).
distance: Distance of the source from the position. [deg] {pos.angDistance}
Subject: sky
Sample call: SELECT * FROM science.light_curves_near(269.5, -30.2, 0.002, ''Ks'');';
