-- What is measured of a catalogue as a whole, where no loader has: zero points, depth, counts, ranges
-- and outlines.
-- The loader measures them in numpy while it has the columns at hand, which costs it a quarter of what this
-- costs; upkeep.recomputed_zero_points and its like define them, and science.verify_summaries holds the one
-- against the other.
CREATE FUNCTION upkeep.measure_catalogues(image_ids integer[])
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT upkeep.keep_zero_points(
        array_agg(z.image_id), array_agg(z.zero_point_1), array_agg(z.zero_point_2), array_agg(z.zero_point_3)
    )
    FROM upkeep.recomputed_zero_points(measure_catalogues.image_ids) AS z;

    INSERT INTO survey.image_depth (image_id, limit_mag, n_faint)
    SELECT p.image_id, p.limit_mag, p.n_faint
    FROM upkeep.recomputed_depth(measure_catalogues.image_ids) AS p;

    INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)
    SELECT c.image_id, c.class, c.snr_min, c.n_detection, c.snr
    FROM upkeep.recomputed_counts(measure_catalogues.image_ids) AS c;

    INSERT INTO survey.catalogue_range (image_id, column_name, value_min, value_max)
    SELECT r.image_id, r.column_name, r.value_min, r.value_max
    FROM upkeep.recomputed_ranges(measure_catalogues.image_ids) AS r;

    INSERT INTO survey.image_outline (image_id, ra_centre, dec_centre, radius, vertices)
    SELECT
        o.image_id, o.ra_centre, o.dec_centre, o.radius,
        array_agg(c.degrees ORDER BY o.vertex, c.place)
    FROM upkeep.recomputed_outline(measure_catalogues.image_ids) AS o
    CROSS JOIN LATERAL (VALUES (1, o.ra), (2, o.dec)) AS c (place, degrees)
    GROUP BY o.image_id, o.ra_centre, o.dec_centre, o.radius;
END;

COMMENT ON FUNCTION upkeep.measure_catalogues(integer[]) IS
'Measures zero points [mag], depth [mag], counts, ranges and outlines of some images from their detections and keeps them; part of a load without the loader.
Sample call: SELECT upkeep.measure_catalogues(ARRAY[]::integer[]);';
