-- R4: the catalogues that exist for a field, loaded or not, and where they are. A catalogue that was refused
-- is there too, as long as no good one stands in its place; the reason is in science.rejection_log.
CREATE FUNCTION science.catalogues_of_field(field_id integer)
RETURNS TABLE (
    image_id integer,
    band text,
    epoch integer,
    mjd double precision,
    catalogue text,
    is_loaded boolean,
    n_detection integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_field(catalogues_of_field.field_id);

    SELECT e.image_id, e.band, e.epoch, e.mjd, e.path AS catalogue, true AS is_loaded, e.n_detection
    FROM science.image_epoch AS e
    WHERE e.field_id = catalogues_of_field.field_id
    UNION ALL
    (
        SELECT DISTINCT ON (r.image_id)
            r.image_id, r.band, NULL::integer AS epoch, r.mjd, r.path AS catalogue,
            false AS is_loaded, NULL::integer AS n_detection
        FROM survey.rejected_file AS r
        WHERE
            r.field_id = catalogues_of_field.field_id
            AND r.fault <> 'MissingCatalogue'
            AND NOT EXISTS (SELECT 1 FROM survey.image AS i WHERE i.image_id = r.image_id)
        ORDER BY r.image_id, r.rejected_file_id DESC
    )
    ORDER BY image_id;
END;

COMMENT ON FUNCTION science.catalogues_of_field(integer) IS
'Catalogues that exist for a field (by its number), loaded or refused, with path, band, epoch and MJD [d].
catalogue: Path of the catalogue as it was read. [] {meta.id;meta.file}
is_loaded: Whether it is in; false for one that was refused. [] {meta.code.status}
n_detection: Detections in it. [] {meta.number;obs}
Subject: R4
Sample call: SELECT * FROM science.catalogues_of_field(1);';
