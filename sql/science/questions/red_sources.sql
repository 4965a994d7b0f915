-- R2: the sources, of any class, that are redder in J - H than a limit; reference magnitudes in aperture 1.
-- The colour is a stored column with an index.
CREATE FUNCTION science.red_sources(
    j_minus_h_min double precision DEFAULT 1.5, good_only boolean DEFAULT false
)
RETURNS TABLE (
    source_id bigint,
    field_id integer,
    ra double precision,
    "dec" double precision,
    j_mag real,
    h_mag real,
    j_minus_h real,
    is_star boolean
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT s.source_id, s.field_id, s.ra, s.dec, s.j_mag, s.h_mag, s.j_minus_h, s.is_star
    FROM survey.source AS s
    LEFT JOIN (
        -- With the source once more, whose images are not in the index that the colour is read from
        SELECT DISTINCT f.source_id
        FROM science.flagged_detection AS f
        INNER JOIN survey.source AS r
            ON r.source_id = f.source_id AND f.image_id IN (r.j_image_id, r.h_image_id)
        WHERE red_sources.good_only AND f.band IN ('J', 'H')
    ) AS b ON b.source_id = s.source_id
    WHERE
        s.j_minus_h > red_sources.j_minus_h_min
        AND b.source_id IS NULL;
END;

COMMENT ON FUNCTION science.red_sources(double precision, boolean) IS
'Sources whose colour J - H is above a limit [mag], on request where both reference detections are good; positions in degrees, magnitudes in aperture 1.
j_minus_h: Colour J - H of the reference detections. [mag] {phot.color;em.IR.J;em.IR.H}
Subject: R2
Sample call: SELECT * FROM science.red_sources(1.5);';
