-- Which sources were first seen after a load, and would the images before have shown them? A source is new
-- if all of its detections are; that the deepest image of the band and field before reached fainter than
-- its magnitude says that it was fainter then, or not there.
CREATE FUNCTION science.new_sources(load_id bigint)
RETURNS TABLE (
    source_id bigint, field_id integer, ra double precision, "dec" double precision, band text,
    image_id integer, mjd double precision, mag real, limit_mag_before real, would_have_shown boolean
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH brought AS MATERIALIZED (
        SELECT c.image_id FROM survey.catalogue AS c WHERE c.load_id > new_sources.load_id
    ),
    depth AS MATERIALIZED (
        SELECT i.field_id, i.band, max(p.limit_mag) AS limit_mag
        FROM survey.image AS i
        INNER JOIN survey.image_depth AS p ON p.image_id = i.image_id
        WHERE i.image_id NOT IN (SELECT b.image_id FROM brought AS b)
        GROUP BY i.field_id, i.band
    ),
    seen AS (
        -- Of the fields that were loaded into, not of all the survey
        SELECT s.source_id, s.field_id, s.ra, s.dec, s.first_image_id
        FROM survey.source AS s
        WHERE
            s.field_id = any(ARRAY(
                SELECT i.field_id
                FROM brought AS b
                INNER JOIN survey.image AS i ON i.image_id = b.image_id
                GROUP BY i.field_id
            ))
            AND s.first_image_id = any(ARRAY(SELECT b.image_id FROM brought AS b))
            AND NOT EXISTS (
                SELECT 1
                FROM survey.detection AS o
                WHERE
                    o.source_id = s.source_id
                    AND o.image_id <> all(ARRAY(SELECT b.image_id FROM brought AS b))
            )
    )
    SELECT
        s.source_id, s.field_id, s.ra, s.dec, i.band, i.image_id, i.mjd, d.mag_1 AS mag,
        p.limit_mag::real AS limit_mag_before, d.mag_1 < p.limit_mag AS would_have_shown
    FROM seen AS s
    INNER JOIN survey.image AS i ON i.image_id = s.first_image_id
    INNER JOIN survey.detection AS d ON d.source_id = s.source_id AND d.image_id = s.first_image_id
    LEFT JOIN depth AS p ON p.field_id = i.field_id AND p.band = i.band
    ORDER BY s.source_id;
END;

COMMENT ON FUNCTION science.new_sources(bigint) IS
'Sources that were first seen after a load, by its number, with the magnitude of their earliest detection, and whether earlier images of the band reached it.
band: Band of the earliest detection. [] {instr.bandpass}
mag: Magnitude of it in aperture 1. [mag] {phot.mag;em.IR}
limit_mag_before: Limit at signal-to-noise 5 of the deepest earlier image of the field in the band. [mag] {phot.mag;stat.max;em.IR}
would_have_shown: Whether that is fainter; missing where there is no earlier image. [] {meta.code}
Subject: releases
Sample call: SELECT * FROM science.new_sources(0);';
