"""What varies, and how: periods, features of light curves and classes, on arrays alone."""
