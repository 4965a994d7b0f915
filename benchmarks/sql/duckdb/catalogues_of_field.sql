SELECT image_id, band, epoch, mjd, path, n_detection FROM image WHERE field_id = $field_id;
