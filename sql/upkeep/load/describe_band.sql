-- Enters a band that a description has, or says anew what one is that has no images yet. What has images
-- stays as it is: whether a band is monitored decides what is kept of each of its sources.
--
-- Bands are the owner's to change otherwise, hence SECURITY DEFINER.
CREATE FUNCTION upkeep.describe_band(band text, wavelength_um double precision, is_monitored boolean)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO survey.band (band, wavelength_um, is_monitored)
    VALUES (describe_band.band, describe_band.wavelength_um, describe_band.is_monitored)
    ON CONFLICT (band) DO NOTHING;

    UPDATE survey.band AS b
    SET wavelength_um = describe_band.wavelength_um, is_monitored = describe_band.is_monitored
    WHERE
        b.band = describe_band.band
        AND (b.wavelength_um, b.is_monitored)
        IS DISTINCT FROM (describe_band.wavelength_um, describe_band.is_monitored)
        AND NOT EXISTS (SELECT 1 FROM survey.image AS i WHERE i.band = describe_band.band);
END;

COMMENT ON FUNCTION upkeep.describe_band(text, double precision, boolean) IS
'Enters a band, its effective wavelength [um] and whether it is monitored; what has images already stays as it is.
Sample call: SELECT upkeep.describe_band(''Ks'', 2.149, true);';
