-- Takes a group of catalogues, just copied, into the summaries, and measures them.
SELECT upkeep.add_catalogues(%(image_ids)s::integer[], false, %(separation_max)s);
