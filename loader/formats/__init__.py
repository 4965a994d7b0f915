"""Tables in files of many formats, in chunks of numpy arrays."""
