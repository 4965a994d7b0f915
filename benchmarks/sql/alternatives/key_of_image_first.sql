-- The primary key the other way round, so that it serves one image, and a btree for the light curves.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING ALL EXCLUDING INDEXES);
ALTER TABLE survey.alternative ADD PRIMARY KEY (image_id, source_id);
CREATE INDEX ON survey.alternative (source_id);
