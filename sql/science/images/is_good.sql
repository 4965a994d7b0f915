-- Is a detection good, by its flags? None of the bits is set that its image counts as bad.
CREATE FUNCTION science.is_good(flags integer, bad_flags integer)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (is_good.flags & is_good.bad_flags) = 0;

COMMENT ON FUNCTION science.is_good(integer, integer) IS
'Whether a detection is good: none of its flags is among the bad ones of its image.
Subject: images
Sample call: SELECT science.is_good(4, 12);';
