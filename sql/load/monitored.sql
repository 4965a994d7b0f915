-- Whether each band is monitored.
SELECT b.band, b.is_monitored FROM survey.band AS b;
