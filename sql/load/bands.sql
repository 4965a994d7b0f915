-- The bands that the survey has.
SELECT b.band FROM survey.band AS b;
