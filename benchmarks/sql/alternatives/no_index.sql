-- No index at all: what is left for the indexes to cost.
CREATE TABLE survey.alternative (LIKE survey.detection INCLUDING ALL EXCLUDING INDEXES);
