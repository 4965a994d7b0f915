-- Lets one load at a time merge into the sources of a field, until its transaction ends. Two loads of one
-- field touch the same sources, each in an order of its own, and would otherwise wait for each other.
CREATE FUNCTION upkeep.lock_field(field_id integer)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.field'), lock_field.field_id);
END;

COMMENT ON FUNCTION upkeep.lock_field(integer) IS
'Holds other loads of a field back until this transaction ends.
Sample call: SELECT upkeep.lock_field(1);';
