-- What is the outline of an image? The convex hull of its detections on the plane that touches the sky at
-- their mean direction, against the clock: the lower chain of corners from west to east, then the upper
-- back (Andrew 1979). A loop, because each corner depends on those before it. No row where the detections
-- lie on more than half the sky.
CREATE FUNCTION upkeep.recomputed_outline(image_id integer)
RETURNS TABLE (
    ra_centre double precision,
    dec_centre double precision,
    radius double precision,
    vertex integer,
    ra double precision,
    "dec" double precision
)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
ROWS 30
AS $$
DECLARE
    point record;
    chain_ra double precision[];
    chain_dec double precision[];
    chain_xi double precision[];
    chain_eta double precision[];
    n integer;
    direction integer;
BEGIN
    SELECT
        pg_catalog.degrees(pg_catalog.atan2(m.y, m.x)) + CASE WHEN m.y < 0 THEN 360 ELSE 0 END,
        pg_catalog.degrees(pg_catalog.atan2(m.z, pg_catalog.sqrt(m.x ^ 2 + m.y ^ 2)))
    INTO recomputed_outline.ra_centre, recomputed_outline.dec_centre
    FROM (
        SELECT
            avg(cos(radians(d.dec)) * cos(radians(d.ra))) AS x,
            avg(cos(radians(d.dec)) * sin(radians(d.ra))) AS y,
            avg(sin(radians(d.dec))) AS z
        FROM survey.detection AS d
        WHERE d.image_id = recomputed_outline.image_id
    ) AS m;
    SELECT max(science.sky_distance(d.ra, d.dec, recomputed_outline.ra_centre, recomputed_outline.dec_centre))
    INTO recomputed_outline.radius
    FROM survey.detection AS d
    WHERE d.image_id = recomputed_outline.image_id;
    IF recomputed_outline.radius IS NULL OR recomputed_outline.radius >= 80 THEN
        RETURN;
    END IF;
    recomputed_outline.vertex := 0;
    FOREACH direction IN ARRAY ARRAY[1, -1] LOOP
        chain_ra := '{}'; chain_dec := '{}'; chain_xi := '{}'; chain_eta := '{}';
        n := 0;
        FOR point IN
            SELECT p.ra, p.dec, p.xi, p.eta
            FROM (
                SELECT DISTINCT
                    d.ra,
                    d.dec,
                    direction * science.tangent_xi(
                        d.ra, d.dec, recomputed_outline.ra_centre, recomputed_outline.dec_centre
                    ) AS xi,
                    direction * science.tangent_eta(
                        d.ra, d.dec, recomputed_outline.ra_centre, recomputed_outline.dec_centre
                    ) AS eta
                FROM survey.detection AS d
                WHERE d.image_id = recomputed_outline.image_id
            ) AS p
            ORDER BY p.xi, p.eta
        LOOP
            WHILE n >= 2 AND (chain_xi[n] - chain_xi[n - 1]) * (point.eta - chain_eta[n - 1])
                <= (chain_eta[n] - chain_eta[n - 1]) * (point.xi - chain_xi[n - 1])
            LOOP
                n := n - 1;
            END LOOP;
            n := n + 1;
            chain_ra[n] := point.ra; chain_dec[n] := point.dec;
            chain_xi[n] := point.xi; chain_eta[n] := point.eta;
        END LOOP;
        FOR i IN 1 .. n LOOP
            -- The last corner of a chain is the first of the other
            IF i < n OR n = 1 AND direction = 1 THEN
                recomputed_outline.vertex := recomputed_outline.vertex + 1;
                recomputed_outline.ra := chain_ra[i];
                recomputed_outline.dec := chain_dec[i];
                RETURN NEXT;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.recomputed_outline(integer) IS
'The outline of an image from its detections: their mean direction, the distance of the farthest and the corners of their convex hull.
ra_centre: Right ascension of the mean direction. [deg] {pos.eq.ra;stat.mean}
dec_centre: Declination of the mean direction. [deg] {pos.eq.dec;stat.mean}
radius: Distance of the farthest detection from it. [deg] {pos.angDistance;stat.max}
vertex: Number of the corner, from 1, against the clock where east is to the left. [] {meta.number}
Sample call: SELECT * FROM upkeep.recomputed_outline(1);';
