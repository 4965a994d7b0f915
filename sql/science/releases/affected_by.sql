-- What does the catalogue of an image bear on? If the file is found faulty, these are the sources whose
-- values rest on it, and on which of their values it does.
CREATE FUNCTION science.affected_by(image_id integer)
RETURNS TABLE (source_id bigint, field_id integer, value_name text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT s.source_id, s.field_id, n.value_name
    FROM survey.detection AS d
    INNER JOIN survey.source AS s ON s.source_id = d.source_id
    INNER JOIN survey.image AS i ON i.image_id = d.image_id
    INNER JOIN survey.band AS b ON b.band = i.band
    LEFT JOIN survey.source_variability AS v
        ON v.source_id = d.source_id AND v.band = i.band AND v.calibration = 'c'
    CROSS JOIN LATERAL (
        VALUES
        ('position', s.first_image_id = d.image_id),
        ('reference photometry', d.image_id IN (
            s.z_image_id, s.y_image_id, s.j_image_id, s.h_image_id, s.ks_image_id
        )),
        ('star or not', true),
        ('variability', b.is_monitored AND d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL),
        ('strongest deviation', v.strongest_image_id = d.image_id)
    ) AS n (value_name, is_affected)
    WHERE d.image_id = affected_by.image_id AND n.is_affected
    ORDER BY s.source_id, n.value_name;
END;

COMMENT ON FUNCTION science.affected_by(integer) IS
'The sources whose values rest on the catalogue of an image, and which values.
value_name: Which value it is: position, reference photometry, star or not, variability or strongest deviation. [] {meta.code}
Subject: releases
Sample call: SELECT * FROM science.affected_by(1);';
