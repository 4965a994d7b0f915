-- The labels of a list.
COPY survey.label (source_id, whence, class, certainty) FROM STDIN;
