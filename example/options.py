"""What can be asked of an example survey."""

from dataclasses import dataclass

BANDS = ("Z", "Y", "J", "H", "Ks")
MONITORED_BAND = "Ks"


class OptionOutOfRange(ValueError):
    """An option has a value from which no survey can be made."""

    def __init__(self, option: str, found: object, expected: str) -> None:
        super().__init__(f"example survey: option {option} is {found!r}, expected {expected}")


@dataclass(frozen=True)
class ExampleSurvey:
    """The options of an example survey; together they determine every byte of it.

    Parameters
    ----------
    n_field, n_source, n_epoch
        Fields, sources per field, and Ks images per field.
    bands
        Which of Z, Y, J, H, Ks; in the others than Ks each field has one image.
    seed
        Seed of all random numbers, 0 or more.
    variable_fraction
        Fraction of the sources that vary.
    image_offset
        Standard deviation of the zero-point error of a Ks image [mag]: it shifts magnitudes and fluxes and is
        absent from the image's zero point.
    floor
        Standard deviation of the systematic error of one detection [mag], common to its three apertures and
        absent from the quoted errors (flat field, PSF, blending); good data have 0.001 to 0.01.
    missing_fraction
        Mean fraction of the sources lost on an image; the faintest are lost three times as often as the mean.
    gzip
        Whether catalogues are compressed.
    identifiers
        Whether catalogues say which source a detection is of; without, the truth has it for each.
    crowding
        Sources per area, as a multiple of the real delivery's density.
    position_err
        Standard deviation of the error of a detection's position along each axis beyond its noise [arcsec].
    blend_radius
        How close sources are that an image shows as one [arcsec]; 0 keeps all apart.

    Raises
    ------
    OptionOutOfRange
        If a value is impossible.
    """

    n_field: int = 2
    n_source: int = 2000
    n_epoch: int = 12
    bands: tuple[str, ...] = BANDS
    seed: int = 1
    variable_fraction: float = 0.03
    image_offset: float = 0.02
    floor: float = 0.005
    missing_fraction: float = 0.005
    gzip: bool = False
    identifiers: bool = True
    crowding: float = 1.0
    position_err: float = 0.0
    blend_radius: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is impossible."""
        for name, lowest, highest in (
            ("n_field", 1, 1000),
            ("n_source", 10, 5_000_000),
            ("n_epoch", 1, 999),
            ("seed", 0, 2**63 - 1),
            ("variable_fraction", 0.0, 1.0),
            ("image_offset", 0.0, 1.0),
            ("floor", 0.0, 0.5),
            ("missing_fraction", 0.0, 0.3),
            ("crowding", 0.01, 100.0),
            ("position_err", 0.0, 10.0),
            ("blend_radius", 0.0, 10.0),
        ):
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise OptionOutOfRange(name, value, f"{lowest} to {highest}")
        if not self.bands or len(set(self.bands)) != len(self.bands) or not set(self.bands) <= set(BANDS):
            raise OptionOutOfRange("bands", self.bands, f"one or more different ones of {', '.join(BANDS)}")
