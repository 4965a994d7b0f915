-- The images, but for some, whose catalogue has the same contents.
SELECT c.image_id
FROM survey.catalogue AS c
WHERE c.sha256 = %(sha256)s AND c.image_id <> all(%(image_ids)s);
