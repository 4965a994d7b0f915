-- Ties the images of each field in a monitored band to one another and writes the offsets as a new run, which
-- is not current until upkeep.use_zero_point_run makes it so. Gives the number of the run.
--
-- The offset of an image is the median, over the constant stars of its field, of how much fainter each looks
-- on it than on the mean of the images that show it; this mean needs the offsets, hence the iteration. Used
-- are the n_star_max best measured stars fainter than mag_min (brighter ones saturate; 12.5 is where the
-- delivery's epochs in Ks begin to disagree). The zero of the tie: the offsets of the images of a field
-- average to zero, for nothing in the data tells the common zero point of all its images. Fields with one
-- image, and images with fewer than ten stars, are left untied.
CREATE FUNCTION upkeep.tie_zero_points(
    band text DEFAULT 'Ks',
    snr_min double precision DEFAULT 30,
    mag_min double precision DEFAULT 12.5,
    n_star_max integer DEFAULT 5000,
    clip_sigma double precision DEFAULT 3,
    tolerance_mag double precision DEFAULT 0.0001,
    n_iteration_max integer DEFAULT 20
)
RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    tied_run_id integer;
    tied_field_id integer;
    star_ids bigint[];
    image_ids integer[];
    offsets double precision[];
    offset_errs double precision[];
    scatters double precision[];
    star_numbers integer[];
    change double precision;
    largest_change double precision := 0;
    iteration integer;
    most_iterations integer := 0;
BEGIN
    PERFORM upkeep.require_band(tie_zero_points.band);
    IF NOT (SELECT b.is_monitored FROM survey.band AS b WHERE b.band = tie_zero_points.band) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('band "%s" is not monitored', tie_zero_points.band),
              HINT = 'The monitored bands are: SELECT band FROM science.band_overview WHERE is_monitored;';
    END IF;
    INSERT INTO survey.zero_point_run AS r (
        band, snr_min, mag_min, n_star_max, clip_sigma, tolerance_mag, n_iteration, last_change_mag
    ) VALUES (
        tie_zero_points.band, tie_zero_points.snr_min, tie_zero_points.mag_min, tie_zero_points.n_star_max,
        tie_zero_points.clip_sigma, tie_zero_points.tolerance_mag, 0, 0
    ) RETURNING r.zero_point_run_id INTO tied_run_id;
    FOR tied_field_id IN
        SELECT i.field_id FROM survey.image AS i
        WHERE i.band = tie_zero_points.band GROUP BY i.field_id HAVING count(*) > 1 ORDER BY i.field_id
    LOOP
        star_ids := ARRAY(
            SELECT s.source_id FROM upkeep.tie_stars(
                tied_field_id, tie_zero_points.band, tie_zero_points.snr_min, tie_zero_points.mag_min,
                tie_zero_points.n_star_max
            ) AS s
        );
        SELECT array_agg(i.image_id), array_agg(0::double precision) INTO image_ids, offsets
        FROM survey.image AS i
        WHERE i.field_id = tied_field_id AND i.band = tie_zero_points.band;
        iteration := 0;
        LOOP
            SELECT
                array_agg(o.image_id), array_agg(o.offset_mag), array_agg(o.offset_err),
                array_agg(o.scatter), array_agg(o.n_star), max(abs(o.offset_mag - o.offset_before))
            INTO image_ids, offsets, offset_errs, scatters, star_numbers, change
            FROM upkeep.offsets_from_stars(star_ids, image_ids, offsets, tie_zero_points.clip_sigma) AS o
            WHERE o.n_star >= 10;
            iteration := iteration + 1;
            EXIT WHEN change IS NULL OR change < tie_zero_points.tolerance_mag
                OR iteration >= tie_zero_points.n_iteration_max;
        END LOOP;
        CONTINUE WHEN change IS NULL;
        INSERT INTO survey.zero_point_offset (
            zero_point_run_id, image_id, offset_mag, offset_err, scatter, n_star
        )
        SELECT tied_run_id, o.image_id, o.offset_mag, o.offset_err, o.scatter, o.n_star
        FROM unnest(image_ids, offsets, offset_errs, scatters, star_numbers)
            AS o (image_id, offset_mag, offset_err, scatter, n_star);
        most_iterations := greatest(most_iterations, iteration);
        largest_change := greatest(largest_change, change);
    END LOOP;
    UPDATE survey.zero_point_run AS r
    SET n_iteration = most_iterations, last_change_mag = largest_change
    WHERE r.zero_point_run_id = tied_run_id;
    RETURN tied_run_id;
END
$$;

COMMENT ON FUNCTION upkeep.tie_zero_points(
    text, double precision, double precision, integer, double precision, double precision, integer
) IS
'Measures by how much each image of a monitored band is off [mag], from stars above a signal-to-noise and fainter than mag_min [mag], and gives the number of the new run, which is not yet in use.
Sample call: SELECT upkeep.tie_zero_points(''Ks'');';
