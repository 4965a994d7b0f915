-- Every constraint, default, storage parameter and index of survey.detection, names apart.
CREATE TABLE survey.{name} (LIKE survey.detection INCLUDING ALL);
