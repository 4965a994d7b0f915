"""What varies, and how: periods, candidates of periods, features of light curves and classes, on arrays alone."""
