-- As if nobody could ask by position.
DROP INDEX survey.source_zone_idx;
