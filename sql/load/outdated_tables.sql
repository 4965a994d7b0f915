-- The tables that the planner is to be told of, the largest first.
SELECT o.table_name FROM upkeep.outdated_tables() AS o;
