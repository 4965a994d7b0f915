"""What ``make demo`` shows: a survey loaded, the questions and their answers."""
