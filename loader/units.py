"""The units in which the columns of a catalogue may be delivered."""

import math

# As written in TUNIT, in lower case, and the factor to what is stored
_PIXEL = dict.fromkeys(("pixels", "pixel", "pix"), 1.0)
_ADU = dict.fromkeys(("adu", "count", "counts", "ct"), 1.0)
# The survey labels its magnitudes ADU; they are magnitudes all the same
_MAGNITUDE = dict.fromkeys(("mag", "mags", "magnitude", "adu"), 1.0)
_ANGLE = {
    **dict.fromkeys(("radians", "radian", "rad"), math.degrees(1.0)),
    **dict.fromkeys(("degrees", "degree", "deg"), 1.0),
}

UNITS: dict[str, dict[str, float]] = {
    "X": _PIXEL,
    "Y": _PIXEL,
    "Ra": _ANGLE,
    "Dec": _ANGLE,
    **{f"{error}Flux{aperture}": _ADU for error in ("", "d") for aperture in (1, 2, 3)},
    **{f"{error}Mag{aperture}": _MAGNITUDE for error in ("", "d") for aperture in (1, 2, 3)},
}
