-- One partition for each field; the field must then stand in every row and in the key.
CREATE TABLE survey.alternative (
    LIKE survey.detection INCLUDING ALL EXCLUDING INDEXES,
    field_id integer NOT NULL DEFAULT 1,
    PRIMARY KEY (source_id, image_id, field_id)
) PARTITION BY LIST (field_id);
CREATE TABLE survey.alternative_1 PARTITION OF survey.alternative FOR VALUES IN (1);
CREATE TABLE survey.alternative_2 PARTITION OF survey.alternative FOR VALUES IN (2);
CREATE INDEX ON survey.alternative USING brin (image_id) WITH (pages_per_range = 32);
