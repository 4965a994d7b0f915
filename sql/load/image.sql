-- Enter an image as the manifest describes it, with the zero points that were measured of its catalogue.
INSERT INTO survey.image (
    image_id,
    field_id,
    band,
    file_name,
    mjd,
    airmass,
    exposure_time,
    zero_point_1,
    zero_point_2,
    zero_point_3,
    bad_flags
)
VALUES (
    %(image_id)s,
    %(field_id)s,
    %(band)s,
    %(file_name)s,
    %(mjd)s,
    %(airmass)s,
    %(exposure_time)s,
    %(zero_point_1)s,
    %(zero_point_2)s,
    %(zero_point_3)s,
    %(bad_flags)s
);
