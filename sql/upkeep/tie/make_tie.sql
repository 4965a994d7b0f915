-- Ties the images of each field in a monitored band to one another and writes the offsets as a new tie, which
-- is not current until upkeep.use_tie makes it so. Gives its number.
--
-- The offset of an image is the median, over the constant stars of its field, of how much fainter each looks
-- on it than on the mean of the images that show it; this mean needs the offsets, hence the iteration. Used
-- are the n_star_max best measured stars fainter than mag_min (brighter ones saturate; 12.5 is where the
-- delivery's epochs in Ks begin to disagree). The zero of the tie: the offsets of the images of a field
-- average to zero, for nothing in the data tells the common zero point of all its images. Fields with one
-- image, and images with fewer than ten stars, are left untied.
CREATE FUNCTION upkeep.make_tie(
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
    new_tie_id integer;
    tied_field_id integer;
    star_ids bigint[];
    tied survey.tie_offset[];
    iteration integer;
    change double precision;
BEGIN
    PERFORM upkeep.require_monitored(make_tie.band);
    PERFORM upkeep.write_in_sequence();
    INSERT INTO survey.tie AS t (
        band, snr_min, mag_min, n_star_max, clip_sigma, tolerance_mag, n_iteration, last_change_mag
    ) VALUES (
        make_tie.band, make_tie.snr_min, make_tie.mag_min, make_tie.n_star_max,
        make_tie.clip_sigma, make_tie.tolerance_mag, 0, 0
    ) RETURNING t.tie_id INTO new_tie_id;
    FOR tied_field_id IN
        SELECT i.field_id FROM survey.image AS i
        WHERE i.band = make_tie.band GROUP BY i.field_id HAVING count(*) > 1 ORDER BY i.field_id
    LOOP
        star_ids := ARRAY(
            SELECT s.source_id FROM upkeep.tie_stars(
                tied_field_id, make_tie.band, make_tie.snr_min, make_tie.mag_min, make_tie.n_star_max
            ) AS s
        );
        SELECT array_agg(ROW(new_tie_id, i.image_id, 0, 0, 0, 0)::survey.tie_offset) INTO tied
        FROM survey.image AS i
        WHERE i.field_id = tied_field_id AND i.band = make_tie.band;
        iteration := 0;
        LOOP
            SELECT
                array_agg(ROW(
                    new_tie_id, o.image_id, o.offset_mag, o.offset_err, o.scatter, o.n_star
                )::survey.tie_offset),
                max(abs(o.offset_mag - o.offset_before))
            INTO tied, change
            FROM upkeep.offsets_from_stars(
                star_ids, ARRAY(SELECT o.image_id FROM unnest(tied) AS o),
                ARRAY(SELECT o.offset_mag FROM unnest(tied) AS o), make_tie.clip_sigma
            ) AS o
            WHERE o.n_star >= 10;
            iteration := iteration + 1;
            EXIT WHEN change IS NULL OR change < make_tie.tolerance_mag
                OR iteration >= make_tie.n_iteration_max;
        END LOOP;
        CONTINUE WHEN change IS NULL;
        INSERT INTO survey.tie_offset (tie_id, image_id, offset_mag, offset_err, scatter, n_star)
        SELECT o.tie_id, o.image_id, o.offset_mag, o.offset_err, o.scatter, o.n_star
        FROM unnest(tied) AS o;
        UPDATE survey.tie AS t
        SET
            n_iteration = greatest(t.n_iteration, iteration),
            last_change_mag = greatest(t.last_change_mag, change)
        WHERE t.tie_id = new_tie_id;
    END LOOP;
    RETURN new_tie_id;
END
$$;

COMMENT ON FUNCTION upkeep.make_tie(
    text, double precision, double precision, integer, double precision, double precision, integer
) IS
'Measures by how much each image of a monitored band is off [mag], from stars above a signal-to-noise and fainter than mag_min [mag], and gives the number of the new tie, which is not yet in use.
Sample call: SELECT upkeep.make_tie(''Ks'');';
