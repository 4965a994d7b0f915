-- Block ranges on image_id, checks, no foreign key: survey.detection itself.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING ALL);
