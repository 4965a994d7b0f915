"""Those that answer the same questions on the same detections."""
