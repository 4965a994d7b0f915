SELECT
    d.image_id, i.epoch, i.mjd, d.mag1, d.flux1 * i.flux_scale AS flux, d.dflux1 * i.flux_scale AS flux_err
FROM field_{field_id}_ks AS d
INNER JOIN image AS i ON i.image_id = d.image_id
WHERE d.starid = :source_id
ORDER BY i.mjd;
