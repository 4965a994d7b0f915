-- Numbers for images that come without one, by what tells each from others: the number that it was given
-- before, else the next. Called in a transaction of its own, before anything is loaded; one caller at a time.
CREATE FUNCTION upkeep.number_images(image_keys text[])
RETURNS TABLE (image_key text, image_id integer)
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.image_key'));

    INSERT INTO survey.image_key (image_key, image_id)
    SELECT u.image_key, l.image_id + row_number() OVER (ORDER BY u.place)
    FROM unnest(number_images.image_keys) WITH ORDINALITY AS u (image_key, place)
    CROSS JOIN (
        SELECT greatest(
            (SELECT coalesce(max(i.image_id), 0) FROM survey.image AS i),
            (SELECT coalesce(max(k.image_id), 0) FROM survey.image_key AS k)
        ) AS image_id
    ) AS l
    WHERE NOT EXISTS (SELECT 1 FROM survey.image_key AS k WHERE k.image_key = u.image_key);

    SELECT k.image_key, k.image_id
    FROM survey.image_key AS k
    WHERE k.image_key = any(number_images.image_keys);
END;

COMMENT ON FUNCTION upkeep.number_images(text[]) IS
'The numbers of images that come without one, by what tells each from others; new ones where there are none.
image_key: What tells the image from others. [] {meta.id}
image_id: Its number. [] {meta.id;obs.image}
Sample call: SELECT * FROM upkeep.number_images(ARRAY[''survey|image.fits|J|57000.0'']);';
