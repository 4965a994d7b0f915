-- A number between 0 and 1, both excluded, from 13 hexadecimal digits of a digest: 52 bits and a half,
-- which a double precision holds exactly, so that it is the same number on any server.
CREATE FUNCTION upkeep.uniform_from_digest(digest text, place integer)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    ('x' || substr(uniform_from_digest.digest, uniform_from_digest.place * 13 + 1, 13))::bit(52)::bigint
    ::double precision + 0.5::double precision
) / 4503599627370496::double precision;

COMMENT ON FUNCTION upkeep.uniform_from_digest(text, integer) IS
'A number between 0 and 1 (dimensionless) from a SHA-256, hexadecimal; place 0 to 3 says from which of its digits.
Sample call: SELECT upkeep.uniform_from_digest(encode(sha256(''1:1''::bytea), ''hex''), 0);';
