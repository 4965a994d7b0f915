-- Those of some images that have a catalogue, field by field: the detections of a field lie together, and are
-- read and sorted a field at a time.
CREATE FUNCTION upkeep.images_by_field(image_ids integer[])
RETURNS TABLE (field_id integer, image_ids integer[])
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT i.field_id, array_agg(i.image_id) AS image_ids
    FROM survey.image AS i
    INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
    WHERE i.image_id = any(images_by_field.image_ids)
    GROUP BY i.field_id;
END;

COMMENT ON FUNCTION upkeep.images_by_field(integer[]) IS
'Those of some images that have a catalogue, field by field.
field_id: The field. [] {meta.id;obs.field}
image_ids: Its images. [] {meta.id;obs.image}
Sample call: SELECT * FROM upkeep.images_by_field(ARRAY[1, 2]);';
