-- Says of light curves that begin with detections without flux that the last release has none. All others
-- rest on an image, which the release has or has not; a light curve without any flux rests on none.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.keep_absence(release_id integer, image_ids integer[])
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_seqscan = off
BEGIN ATOMIC
    INSERT INTO survey.source_variability_history (
        source_id, band, calibration, n_epoch, n_detection, n_star, release_from, release_to
    )
    SELECT DISTINCT
        d.source_id, i.band, c.calibration::"char", 0, 0, 0, 2147483647, keep_absence.release_id
    FROM survey.image AS i
    INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
    INNER JOIN survey.detection AS d
        ON d.image_id = i.image_id AND d.image_id = any(keep_absence.image_ids)
    CROSS JOIN (VALUES ('c'), ('t')) AS c (calibration)
    WHERE
        (d.flux_1 IS NULL OR d.flux_1_err IS NULL)
        AND NOT EXISTS (
            SELECT 1
            FROM survey.source_variability AS v
            WHERE v.source_id = d.source_id AND v.band = i.band
        )
        AND NOT EXISTS (
            SELECT 1
            FROM survey.source_variability_history AS h
            WHERE
                h.source_id = d.source_id AND h.band = i.band AND h.calibration = c.calibration::"char"
                AND h.release_to >= keep_absence.release_id
        );
END;

COMMENT ON FUNCTION upkeep.keep_absence(integer, integer[]) IS
'Enters that a release has none of the light curves that some images begin without a flux; part of a load.
Sample call: SELECT upkeep.keep_absence(1, ARRAY[4]);';
