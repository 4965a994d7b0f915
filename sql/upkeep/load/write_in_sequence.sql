-- Lets the transaction write small tables after large ones on a cluster, by one connection to each node:
-- Citus refuses tables that are whole on every node once shards were changed by several. A server without
-- Citus takes the setting for one that it does not know.
CREATE FUNCTION upkeep.write_in_sequence()
RETURNS void
LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT set_config('citus.multi_shard_modify_mode', 'sequential', true);
END;

COMMENT ON FUNCTION upkeep.write_in_sequence() IS
'Lets this transaction write small tables after large ones on a cluster; elsewhere nothing changes.
Sample call: SELECT upkeep.write_in_sequence();';
