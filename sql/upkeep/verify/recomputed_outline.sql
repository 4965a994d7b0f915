-- What are the outlines of some images? The convex hull of an image's detections on the plane that touches
-- the sky at their mean direction, against the clock: the lower chain of corners from west to east, then the
-- upper back (Andrew 1979). A loop, because each corner depends on those before it; over all images at once,
-- because those of a group lie together and are read together. No row for an image whose detections lie on
-- more than half the sky.
CREATE FUNCTION upkeep.recomputed_outline(image_ids integer[])
RETURNS TABLE (
    image_id integer,
    ra_centre double precision,
    dec_centre double precision,
    radius double precision,
    vertex integer,
    ra double precision,
    "dec" double precision
)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
ROWS 1000
AS $$
DECLARE
    point record;
    chain_ra double precision[];
    chain_dec double precision[];
    chain_xi double precision[];
    chain_eta double precision[];
    n integer;
BEGIN
    FOR point IN
        SELECT
            p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction, p.place, p.n_place, p.ra, p.dec,
            p.xi, p.eta
        FROM upkeep.outline_points(recomputed_outline.image_ids) AS p
    LOOP
        IF point.place = 1 THEN
            chain_ra := '{}'; chain_dec := '{}'; chain_xi := '{}'; chain_eta := '{}';
            n := 0;
        END IF;
        WHILE n >= 2 AND (chain_xi[n] - chain_xi[n - 1]) * (point.eta - chain_eta[n - 1])
            <= (chain_eta[n] - chain_eta[n - 1]) * (point.xi - chain_xi[n - 1])
        LOOP
            n := n - 1;
        END LOOP;
        n := n + 1;
        chain_ra[n] := point.ra; chain_dec[n] := point.dec;
        chain_xi[n] := point.xi; chain_eta[n] := point.eta;
        CONTINUE WHEN point.place < point.n_place;
        IF recomputed_outline.image_id IS DISTINCT FROM point.image_id THEN
            recomputed_outline.image_id := point.image_id;
            recomputed_outline.ra_centre := point.ra_centre;
            recomputed_outline.dec_centre := point.dec_centre;
            recomputed_outline.radius := point.radius;
            recomputed_outline.vertex := 0;
        END IF;
        FOR i IN 1 .. n LOOP
            -- The last corner of a chain is the first of the other
            IF i < n OR n = 1 AND point.direction = 1 THEN
                recomputed_outline.vertex := recomputed_outline.vertex + 1;
                recomputed_outline.ra := chain_ra[i];
                recomputed_outline.dec := chain_dec[i];
                RETURN NEXT;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.recomputed_outline(integer[]) IS
'The outlines of some images from their detections: their mean direction, the distance of the farthest and the corners of their convex hull.
image_id: The image. [] {meta.id;obs.image}
ra_centre: Right ascension of the mean direction. [deg] {pos.eq.ra;stat.mean}
dec_centre: Declination of the mean direction. [deg] {pos.eq.dec;stat.mean}
radius: Distance of the farthest detection from it. [deg] {pos.angDistance;stat.max}
vertex: Number of the corner, from 1, against the clock where east is to the left. [] {meta.number}
Sample call: SELECT * FROM upkeep.recomputed_outline(ARRAY[1]);';
