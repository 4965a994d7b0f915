-- Which images saw a position? Those whose detections surround it: the position lies within their convex
-- hull, on the inner side of each great circle from one corner to the next. A source that is not on such
-- an image was not detected there; on the others it was not observed.
CREATE FUNCTION science.images_at(ra double precision, "dec" double precision)
RETURNS TABLE (
    image_id integer,
    field_id integer,
    band text,
    epoch integer,
    mjd double precision,
    limit_mag real
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_position(images_at.ra, images_at.dec);

    WITH near AS MATERIALIZED (
        SELECT o.image_id, o.ra_centre, o.dec_centre, o.vertices
        FROM survey.image_outline AS o
        WHERE
            o.dec_centre BETWEEN images_at.dec - o.radius - 1e-9 AND images_at.dec + o.radius + 1e-9
            AND science.sky_distance(o.ra_centre, o.dec_centre, images_at.ra, images_at.dec)
            <= o.radius + 1e-9
    ),
    corner AS MATERIALIZED (
        -- Relative to the position, so that the side of it is the sign of a small area
        SELECT
            n.image_id,
            v.place,
            cardinality(n.vertices) / 2 AS n_corner,
            science.tangent_xi(
                n.vertices[2 * v.place - 1], n.vertices[2 * v.place], n.ra_centre, n.dec_centre
            ) - science.tangent_xi(images_at.ra, images_at.dec, n.ra_centre, n.dec_centre) AS xi,
            science.tangent_eta(
                n.vertices[2 * v.place - 1], n.vertices[2 * v.place], n.ra_centre, n.dec_centre
            ) - science.tangent_eta(images_at.ra, images_at.dec, n.ra_centre, n.dec_centre) AS eta
        FROM near AS n
        CROSS JOIN LATERAL generate_series(1, cardinality(n.vertices) / 2) AS v (place)
    ),
    seeing AS (
        SELECT a.image_id
        FROM corner AS a
        INNER JOIN corner AS b ON b.image_id = a.image_id AND b.place = a.place % a.n_corner + 1
        GROUP BY a.image_id
        HAVING min(a.xi * b.eta - a.eta * b.xi) >= -1e-12
    )
    SELECT i.image_id, i.field_id, i.band, i.epoch, i.mjd, p.limit_mag
    FROM seeing AS s
    INNER JOIN science.image_epoch AS i ON i.image_id = s.image_id
    LEFT JOIN survey.image_depth AS p ON p.image_id = i.image_id
    ORDER BY i.mjd, i.image_id;
END;

COMMENT ON FUNCTION science.images_at(double precision, double precision) IS
'Images that saw a position, right ascension and declination [deg], by the convex hull of their detections, in order of time (MJD [d]), each with its 5 sigma limit [mag].
Subject: sky
Sample call: SELECT * FROM science.images_at(269.5, -30.2);';
