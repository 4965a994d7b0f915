SELECT
    d.starid, d.image_id, i.mjd, d.mag1,
    d.flux1 * i.flux_scale AS flux, d.dflux1 * i.flux_scale AS flux_err
FROM detection_ks AS d
INNER JOIN image AS i ON i.image_id = d.image_id
WHERE d.starid IN (SELECT value FROM json_each(:source_ids));
