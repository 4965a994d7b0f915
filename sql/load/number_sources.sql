-- The numbers of sources that come with a name, new ones where there are none.
SELECT n.source_name, n.source_id FROM upkeep.number_sources(%(keys)s::text[]) AS n;
