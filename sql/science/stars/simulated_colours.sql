-- Which stars were simulated? Those of all runs; take one by its run_id.
CREATE VIEW science.simulated_colours AS
SELECT m.run_id, m.star_number, m.y_minus_j, m.j_minus_h, m.component
FROM survey.simulated_star AS m;

COMMENT ON VIEW science.simulated_colours IS
'The simulated stars of all runs: take one run by its run_id.
Subject: stars';
COMMENT ON COLUMN science.simulated_colours.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.simulated_colours.star_number IS
'Number of the star in its run, from 1. [] {meta.id;src}';
COMMENT ON COLUMN science.simulated_colours.y_minus_j IS
'Colour Y - J. [mag] {phot.color;em.IR.NIR;em.IR.J;meta.modelled}';
COMMENT ON COLUMN science.simulated_colours.j_minus_h IS
'Colour J - H. [mag] {phot.color;em.IR.J;em.IR.H;meta.modelled}';
COMMENT ON COLUMN science.simulated_colours.component IS
'Component of the density that it came from. [] {meta.id}';
