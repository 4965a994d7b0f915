-- Which source each detection was given to.
SELECT c.path, d.running_id, d.source_id
FROM survey.detection AS d
INNER JOIN survey.catalogue AS c ON c.image_id = d.image_id;
