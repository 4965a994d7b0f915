-- Tell the planner what has changed in a table.
SELECT upkeep.refresh_statistics(%(table_name)s);
