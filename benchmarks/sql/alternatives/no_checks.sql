-- No CHECK constraints: what they cost.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING INDEXES);
