-- Takes a group of catalogues, just copied and measured by the loader, into the summaries.
SELECT upkeep.add_catalogues(%(image_ids)s::integer[], true, %(separation_max)s);
