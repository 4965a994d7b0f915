-- What survey.source_variability should hold once a group of images is in, of the light curves that the group
-- extends: what is kept of each, and what the group brings. No light curve is read.
--
-- Means and sums of squared deviations merge (Chan, Golub & LeVeque 1983); sums weighted by 1 / err^2 about a
-- mean move with it, chi square among them. When the mean moves by d, no epoch's deviation changes by more
-- than |d| / err_min; so the strongest epoch's deviation, which is computed anew from its flux, is the
-- strongest still as long as it exceeds rest_deviation + |d| / err_min and whatever the group brings. A group
-- that is the whole light curve gives the strongest and the next exactly. The factor 1 + 1e-9 stands for
-- rounding. Of equal deviations in the group the earliest counts: the largest array is that with the largest
-- first element, then second, then third, so that the image comes along without a sort.
--
-- Why the plan is laid down, and what the bounds on source_id are for, stands in sql/README.md.
CREATE FUNCTION upkeep.extended_variability(image_ids integer[], source_id_min bigint, source_id_max bigint)
RETURNS SETOF survey.source_variability
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    WITH measured AS MATERIALIZED (
        SELECT
            d.source_id, i.band, i.calibration, i.image_id, i.mjd, (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            CASE WHEN d.flux_1 IS NOT NULL THEN d.flux_1_err * i.flux_scale END AS flux_err
        FROM (
            SELECT c.image_id, c.band, c.calibration::"char" AS calibration, c.mjd, c.flux_scale
            FROM science.image_calibration AS c
            INNER JOIN survey.band AS b ON b.band = c.band AND b.is_monitored
            WHERE c.image_id = any(extended_variability.image_ids) AND c.calibration <> 'raw'
            OFFSET 0  -- the scale is computed once, not for every detection
        ) AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(extended_variability.image_ids)
    ),
    brought AS (
        SELECT
            m.source_id, m.band, m.calibration, count(*)::integer AS n_detection,
            sum(m.n_star)::integer AS n_star, count(m.flux)::integer AS n_epoch, avg(m.flux) AS flux_mean,
            var_pop(m.flux) * count(m.flux) AS flux_m2, min(m.flux) AS flux_min, max(m.flux) AS flux_max,
            min(m.flux_err) AS flux_err_min
        FROM measured AS m
        GROUP BY m.source_id, m.band, m.calibration
    ),
    -- Materialized, or each light curve would look its row up for itself
    kept AS MATERIALIZED (
        SELECT
            v.source_id, v.band, v.calibration, v.n_epoch, v.n_detection, v.n_star, v.flux_mean, v.flux_m2,
            v.flux_min, v.flux_max, v.flux_err_min, v.weight, v.weighted_offset, v.chi2, v.strongest_flux,
            v.strongest_flux_err, v.strongest_image_id, i.mjd AS strongest_mjd, v.rest_deviation
        FROM survey.source_variability AS v
        LEFT JOIN survey.image AS i ON i.image_id = v.strongest_image_id
        WHERE v.source_id BETWEEN extended_variability.source_id_min AND extended_variability.source_id_max
    ),
    moved AS (
        SELECT
            b.source_id, b.band, b.calibration, b.n_detection, b.n_star, b.n_epoch,
            coalesce((b.flux_mean - o.flux_mean) * b.n_epoch / (o.n_epoch + b.n_epoch), 0) AS shift,
            coalesce(
                o.flux_mean + (b.flux_mean - o.flux_mean) * b.n_epoch / (o.n_epoch + b.n_epoch),
                o.flux_mean, b.flux_mean
            ) AS flux_mean,
            coalesce(
                o.flux_m2 + b.flux_m2
                + (b.flux_mean - o.flux_mean) ^ 2 * o.n_epoch * b.n_epoch / (o.n_epoch + b.n_epoch),
                o.flux_m2, b.flux_m2
            ) AS flux_m2,
            least(o.flux_min, b.flux_min) AS flux_min,
            greatest(o.flux_max, b.flux_max) AS flux_max,
            least(o.flux_err_min, b.flux_err_min) AS flux_err_min,
            o.n_detection AS kept_n_detection, o.n_star AS kept_n_star, o.n_epoch AS kept_n_epoch,
            o.flux_err_min AS kept_flux_err_min, o.weight, o.weighted_offset, o.chi2,
            o.strongest_flux, o.strongest_flux_err, o.strongest_image_id, o.strongest_mjd, o.rest_deviation
        FROM brought AS b
        LEFT JOIN kept AS o
            ON o.source_id = b.source_id AND o.band = b.band AND o.calibration = b.calibration
    ),
    deviating AS MATERIALIZED (
        SELECT
            m.source_id, m.band, m.calibration, m.image_id, m.mjd, m.flux, m.flux_err,
            v.flux_mean, abs(m.flux - v.flux_mean) / m.flux_err AS deviation
        FROM measured AS m
        INNER JOIN moved AS v
            ON v.source_id = m.source_id AND v.band = m.band AND v.calibration = m.calibration
        WHERE m.flux IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.band, d.calibration,
            sum(1 / d.flux_err ^ 2) AS weight,
            sum((d.flux - d.flux_mean) / d.flux_err ^ 2) AS weighted_offset,
            sum(d.deviation ^ 2) AS chi2,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id, d.flux, d.flux_err]) AS epoch
        FROM deviating AS d
        GROUP BY d.source_id, d.band, d.calibration
    ),
    next AS (
        SELECT d.source_id, d.band, d.calibration, max(d.deviation) AS deviation
        FROM deviating AS d
        INNER JOIN strongest AS s
            ON s.source_id = d.source_id AND s.band = d.band AND s.calibration = d.calibration
            AND s.epoch[3] <> -d.image_id
        WHERE cardinality(extended_variability.image_ids) > 1
        GROUP BY d.source_id, d.band, d.calibration
    ),
    compared AS (
        SELECT
            v.source_id, v.flux_mean, v.flux_m2, v.flux_min, v.flux_max, v.flux_err_min,
            coalesce(v.weight + s.weight, v.weight, s.weight) AS weight,
            coalesce(
                v.weighted_offset - v.shift * v.weight + s.weighted_offset,
                v.weighted_offset, s.weighted_offset
            ) AS weighted_offset,
            coalesce(
                v.chi2 - 2 * v.shift * v.weighted_offset + v.shift ^ 2 * v.weight + s.chi2, v.chi2, s.chi2
            ) AS chi2,
            abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err AS kept_deviation,
            v.strongest_flux, v.strongest_flux_err, v.strongest_image_id, s.epoch,
            CASE WHEN v.kept_n_epoch > 1
                THEN CASE WHEN v.shift = 0 THEN v.rest_deviation
                    ELSE (v.rest_deviation + abs(v.shift) / v.kept_flux_err_min) * (1 + 1e-9) END
            END AS kept_rest_deviation,
            n.deviation AS next_deviation,
            coalesce(v.kept_n_epoch, 0) + v.n_epoch AS n_epoch,
            coalesce(v.kept_n_detection, 0) + v.n_detection AS n_detection,
            coalesce(v.kept_n_star, 0) + v.n_star AS n_star,
            v.band, v.calibration,
            CASE
                WHEN v.strongest_image_id IS NULL OR s.epoch IS NULL THEN s.epoch IS NULL
                ELSE ARRAY[
                    abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err,
                    -v.strongest_mjd, -v.strongest_image_id
                ] > s.epoch
            END AS is_kept
        FROM moved AS v
        LEFT JOIN strongest AS s
            ON s.source_id = v.source_id AND s.band = v.band AND s.calibration = v.calibration
        LEFT JOIN next AS n
            ON n.source_id = v.source_id AND n.band = v.band AND n.calibration = v.calibration
    )
    SELECT
        c.source_id, c.flux_mean, c.flux_m2, c.flux_min, c.flux_max, c.flux_err_min,
        c.weight, c.weighted_offset, CASE WHEN c.chi2 < 0 THEN 0 ELSE c.chi2 END AS chi2,
        CASE WHEN c.is_kept THEN c.strongest_flux ELSE c.epoch[4] END AS strongest_flux,
        CASE WHEN c.is_kept THEN c.strongest_flux_err ELSE c.epoch[5] END AS strongest_flux_err,
        -- The weaker of the two strongest joins the rest; exact values are lessened so that a tie is no doubt
        CASE WHEN c.n_epoch > 0 THEN greatest(
            c.kept_rest_deviation,
            CASE WHEN c.is_kept THEN c.epoch[1] ELSE c.kept_deviation END * (1 - 1e-15),
            c.next_deviation * (1 - 1e-15),
            0
        ) END AS rest_deviation,
        CASE WHEN c.is_kept THEN c.strongest_image_id ELSE -c.epoch[3] END::integer AS strongest_image_id,
        c.n_epoch, c.n_detection, c.n_star, c.band, c.calibration
    FROM compared AS c;
END;

COMMENT ON FUNCTION upkeep.extended_variability(integer[], bigint, bigint) IS
'The rows of survey.source_variability of the light curves that a group of images, whose sources lie between two source_id, extends, once it is in.
Sample call: SELECT * FROM upkeep.extended_variability(ARRAY[4], 0, 9999);';
