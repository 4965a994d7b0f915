COPY survey.{name} ({columns}) FROM '{path}' (FORMAT binary);
