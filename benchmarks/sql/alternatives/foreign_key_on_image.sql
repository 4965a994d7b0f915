-- The rows' image checked one by one.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING ALL);
ALTER TABLE survey.alternative ADD FOREIGN KEY (image_id) REFERENCES survey.image (image_id);
