"""From the tables of a described survey to images and their detections."""
