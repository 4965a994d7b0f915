-- The releases: their names, the schemas in which their answers stand, and the tokens to cite.
SELECT r.name, r.schema_name, r.token FROM science.release AS r ORDER BY r.release_id;
