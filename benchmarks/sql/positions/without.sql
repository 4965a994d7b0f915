-- As if nobody could ask by position; the zone stays, for tables' columns hang together.
DROP INDEX survey.source_zone_idx;
