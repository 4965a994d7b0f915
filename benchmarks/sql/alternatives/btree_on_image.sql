-- A btree on image_id in the place of the block ranges.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING ALL EXCLUDING INDEXES);
ALTER TABLE survey.alternative ADD PRIMARY KEY (source_id, image_id);
CREATE INDEX ON survey.alternative (image_id);
