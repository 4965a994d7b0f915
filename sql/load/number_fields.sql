-- The numbers of fields that come with a name, new ones where there are none.
SELECT n.field_name, n.field_id FROM upkeep.number_fields(%(keys)s::text[]) AS n;
