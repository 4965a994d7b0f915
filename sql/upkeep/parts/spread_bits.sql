-- The bits of a number below 2^32, each followed by a zero: two such numbers, one shifted, interleave. Four
-- bits at a time are looked up, one expression that the planner puts where it is called.
CREATE FUNCTION upkeep.spread_bits(number bigint)
RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    ('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + (number & 15)]
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 4) & 15)] << 8)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 8) & 15)] << 16)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 12) & 15)] << 24)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 16) & 15)] << 32)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 20) & 15)] << 40)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 24) & 15)] << 48)
    | (('{0,1,4,5,16,17,20,21,64,65,68,69,80,81,84,85}'::bigint[])[1 + ((number >> 28) & 15)] << 56);

COMMENT ON FUNCTION upkeep.spread_bits(bigint) IS
'The bits of a number below 2^32, each followed by a zero, as HEALPix interleaves them.
Sample call: SELECT upkeep.spread_bits(7);';
