-- What did the sources at the positions of a list do? Their light curves in a band, the list as in
-- science.match_positions; rank = 1 keeps the nearest source of each position. Magnitudes are the
-- catalogues', fluxes scaled to zero point 25.
CREATE FUNCTION science.match_light_curves(
    ids bigint[],
    ras double precision[],
    decs double precision[],
    radius double precision,
    band text DEFAULT 'Ks'
)
RETURNS TABLE (
    id bigint,
    source_id bigint,
    distance double precision,
    rank integer,
    image_id integer,
    mjd double precision,
    mag real,
    mag_err real,
    flux double precision,
    flux_err double precision,
    class smallint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_band(match_light_curves.band),
        upkeep.require_positions(match_light_curves.ids, match_light_curves.ras, match_light_curves.decs),
        upkeep.require_radius(match_light_curves.radius);

    WITH matched AS MATERIALIZED (
        SELECT m.id, m.source_id, m.distance, m.rank
        FROM science.match_positions(
            match_light_curves.ids, match_light_curves.ras, match_light_curves.decs, match_light_curves.radius
        ) AS m
    )
    SELECT
        m.id,
        m.source_id,
        m.distance,
        m.rank,
        d.image_id,
        d.mjd,
        d.mag_1 AS mag,
        d.mag_1_err AS mag_err,
        d.flux_1 AS flux,
        d.flux_1_err AS flux_err,
        d.class
    FROM matched AS m
    INNER JOIN science.calibrated_detection AS d ON d.source_id = m.source_id
    WHERE d.band = match_light_curves.band
    ORDER BY m.id, m.rank, d.mjd, d.image_id;
END;

COMMENT ON FUNCTION science.match_light_curves(
    bigint[], double precision[], double precision[], double precision, text
) IS
'Light curves in a band of the sources within a radius [deg] of each position of a list, given as arrays of numbers to know them by, right ascensions and declinations [deg]: magnitude [mag], flux at zero point 25 [adu], errors, in order of time (MJD [d]).
id: Number of the position, as given; each once. [] {meta.id}
distance: Distance of the source from the position. [deg] {pos.angDistance}
rank: Rank of the source among those of the position, 1 for the nearest. [] {meta.number}
Subject: sky
Sample call: SELECT * FROM science.match_light_curves(ARRAY[1, 2], ARRAY[269.5, 269.6], ARRAY[-30.2, -30.1], 1 / 3600.0, ''Ks'');';
