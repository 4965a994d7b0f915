-- Which detections on newly copied images stand too far from the source whose number they bear? Surveys
-- whose numbering begins anew, in each field or each year, use a number twice; merged into one source the two
-- objects would be a light curve of neither.
--
-- Why the plan is laid down, and what the bounds on source_id are for, stands in sql/README.md.
CREATE FUNCTION upkeep.sources_elsewhere(
    image_ids integer[], separation_max double precision, source_id_min bigint, source_id_max bigint
)
RETURNS TABLE (
    source_id bigint, ra double precision, "dec" double precision, source_ra double precision,
    source_dec double precision, separation double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    SELECT d.source_id, d.ra, d.dec, s.ra AS source_ra, s.dec AS source_dec, a.separation
    FROM survey.detection AS d
    INNER JOIN survey.source AS s
        ON s.source_id = d.source_id
        AND s.source_id BETWEEN sources_elsewhere.source_id_min AND sources_elsewhere.source_id_max
    CROSS JOIN LATERAL (
        -- Differences of less than half of it in both are near enough, and nearly all are: no need of sines
        SELECT CASE
            WHEN greatest(abs(d.dec - s.dec), abs(d.ra - s.ra)) > sources_elsewhere.separation_max / 2
            THEN science.sky_distance(d.ra, d.dec, s.ra, s.dec)
        END AS separation
    ) AS a
    WHERE d.image_id = any(sources_elsewhere.image_ids) AND a.separation > sources_elsewhere.separation_max;
END;

COMMENT ON FUNCTION upkeep.sources_elsewhere(integer[], double precision, bigint, bigint) IS
'The detections on some images that stand farther than separation_max [deg] from the source whose number they bear, among those between two source_id.
source_id: The source. [] {meta.id;src}
ra: Right ascension of the detection. [deg] {pos.eq.ra}
dec: Declination of the detection. [deg] {pos.eq.dec}
source_ra: Right ascension of the source. [deg] {pos.eq.ra;meta.main}
source_dec: Declination of the source. [deg] {pos.eq.dec;meta.main}
separation: Angle between the two. [deg] {pos.angDistance}
Sample call: SELECT * FROM upkeep.sources_elsewhere(ARRAY[1], 0.01, 0, 9999);';
