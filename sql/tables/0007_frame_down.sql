-- Takes the table of 0007_frame.sql away again, and what it added to survey.band.
DROP TABLE survey.frame;
ALTER TABLE survey.band
    DROP COLUMN zero_point_flux,
    DROP COLUMN width_um,
    DROP COLUMN magnitude_system;
