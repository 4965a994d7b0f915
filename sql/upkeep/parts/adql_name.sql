-- How is a column named in ADQL? As it is, or delimited where it is one of the words that SQL-92 and ADQL 2.1
-- reserve, which the VO's services refuse otherwise.
CREATE FUNCTION upkeep.adql_name(name text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN adql_name.name = any(
        string_to_array(
            'absolute action add all allocate alter and any are as asc assertion at authorization avg '
            'begin between bit bit_length both by cascade cascaded case cast catalog char character '
            'character_length char_length check close coalesce collate collation column commit connect '
            'connection constraint constraints continue convert corresponding count create cross '
            'current current_date current_time current_timestamp current_user cursor date day '
            'deallocate decimal declare default deferrable deferred delete desc describe descriptor '
            'diagnostics disconnect distinct domain double drop else end escape except exception exec '
            'execute exists external extract false fetch first float for foreign found from full get '
            'global go goto grant group having hour identity immediate in indicator initially inner '
            'input insensitive insert int integer intersect interval into is isolation join key '
            'language last leading left level like local lower match max min minute module month names '
            'national natural nchar next no not null nullif numeric octet_length of on only open option '
            'or order outer output overlaps pad partial position precision prepare preserve primary '
            'prior privileges procedure public read real references relative restrict revoke right '
            'rollback rows schema scroll second section select session session_user set size smallint '
            'some space sql sqlcode sqlerror sqlstate substring sum system_user table temporary then '
            'time timestamp timezone_hour timezone_minute to trailing transaction translate translation '
            'trim true union unique unknown update upper usage user using value values varchar varying '
            'view when whenever where with work write year zone abs acos area asin atan atan2 box '
            'ceiling centroid circle contains coord1 coord2 coordsys cos degrees distance exp floor '
            'ilike intersects in_unit log log10 mod offset pi point polygon power radians rand region '
            'round sin sqrt tan top truncate ',
            ' '
        )
    ) THEN '"' || adql_name.name || '"'
    ELSE adql_name.name
END;

COMMENT ON FUNCTION upkeep.adql_name(text) IS
'Name of a column as ADQL has it: in quotes if it is a reserved word.
Sample call: SELECT upkeep.adql_name(''power'');';
