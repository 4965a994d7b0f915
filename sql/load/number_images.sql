-- The numbers of images that come without one, new ones where there are none.
SELECT n.image_key, n.image_id FROM upkeep.number_images(%(keys)s::text[]) AS n;
