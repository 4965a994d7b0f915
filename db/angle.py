"""Angles as people write them."""

import math


def angle(text: str, *, hours: bool) -> float:
    """
    Read an angle [deg]: a number of degrees, or sexagesimal hours or degrees; NaN for what is neither.

    Parameters
    ----------
    text : str
        As in ``269.55``, ``17:58:12.3``, ``17h58m12.3s`` or ``-30 12 00``.
    hours : bool
        Whether sexagesimal text is hours, as right ascensions are, or degrees.
    """
    try:
        return float(text)
    except ValueError:
        pass
    # Takes as long to import as many files take to read
    from astropy import units
    from astropy.coordinates import Angle

    try:
        return float(Angle(text, unit=units.hourangle if hours else units.deg).deg)
    except (ValueError, units.UnitsError):
        return math.nan
