-- What do the survey's dates and positions mean? For files, as their formats say it.
SELECT f.time_scale, f.reference_position, f.mjd_mark, f.celestial_frame, f.position_epoch,
    f.time_words, f.position_words
FROM science.reference_frame AS f;
