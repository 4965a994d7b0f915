-- Takes light curves, just copied, into everything that is kept of them.
SELECT upkeep.add_light_curves(%(image_ids)s::integer[], %(source_ids)s::bigint[], %(separation_max)s);
