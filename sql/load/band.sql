-- Enter a band of a description, or say anew what one is that has no images yet.
SELECT upkeep.describe_band(%(name)s, %(wavelength_um)s, %(is_monitored)s);
