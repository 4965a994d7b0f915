-- Takes the table of 0007_frame.sql away again, and what it added to survey.band.
DROP TABLE survey.frame;
ALTER TABLE survey.band
    -- squawk-ignore ban-drop-column
    DROP COLUMN zero_point_flux,
    -- squawk-ignore ban-drop-column
    DROP COLUMN width_um,
    -- squawk-ignore ban-drop-column
    DROP COLUMN magnitude_system;
