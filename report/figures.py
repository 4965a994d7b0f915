"""The figures of the page, in order: what each shows, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from report import coverage, detection, diagrams, folded, galaxies, sky_map, stars, variability
from report.style import Rows, Sheet


@dataclass(frozen=True)
class Drawing:
    """One figure of the page.

    Attributes
    ----------
    name : str
        Of its SQL file in ``sql/report/`` and of its PNG.
    title, caption : str
    draw : callable
        From the rows of the SQL, at least one, to a figure.
    without : str
        What to say when the SQL gives no row.
    by : str, optional
        Column whose values get a picture each, named after the figure and the value.
    """

    name: str
    title: str
    caption: str
    draw: Callable[[Rows, Sheet], Figure]
    without: str = "The database holds nothing to show here yet. Load a delivery: python -m loader DIRECTORY"
    by: str | None = None


FIGURES = (
    Drawing(
        "sky_coverage",
        "Coverage on the sky",
        "Number of sources in cells of 1 arcmin. Where fields overlap they add up. North is up, east is "
        "left.",
        coverage.sky_coverage,
    ),
    Drawing(
        "sky_map",
        "The survey on the sky",
        "Left: sources in HEALPix cells; the line around all cells is the outline of their MOC. Right: how "
        "many images saw a place, by the convex hulls of their detections. North is up, east is left.",
        sky_map.sky_map,
    ),
    Drawing(
        "time_coverage",
        "Coverage in time",
        "One mark for each image, by field and band. Ks is observed again and again; the other bands once.",
        coverage.time_coverage,
    ),
    Drawing(
        "image_depth",
        "Signal-to-noise and depth of each image",
        "Above: median signal-to-noise of the detections with the range of the middle 68 %; the dotted "
        "line is "
        "5. Below: the magnitude at which a source would reach a signal-to-noise of 5 in aperture 1 (1 "
        "arcsec), "
        "from the flux errors of detections below 20; an open triangle where there is none. Within a band, "
        "images stand in order of date.",
        coverage.image_depth,
    ),
    Drawing(
        "snr_magnitude",
        "Signal-to-noise against magnitude",
        "All detections, aperture 1. The dashed line is a signal-to-noise of 5, the threshold of R1. "
        "Several ridges in one band are images of different depth.",
        detection.snr_magnitude,
    ),
    Drawing(
        "red_source",
        "R2: sources redder than J − H = 1.5",
        "Colour of all sources of each field, of any class, from the reference detections; "
        "what R2 asks for is filled.",
        diagrams.red_sources,
    ),
    Drawing(
        "deviation",
        "R3: deviation from the mean flux",
        "The strongest deviation of any Ks epoch from the mean flux of its source, in errors of that epoch, "
        "for sources above 5σ. Above the dashed line is what R3 asks for. Fluxes are scaled by the "
        "catalogues' "
        "zero points; the rise towards bright stars is what the errors leave out (calibration, saturation, "
        "seeing), not variability. A field with one Ks epoch has nothing to compare and is not shown.",
        variability.deviations,
        without="No source deviates by more than 5σ, or no field has two epochs in Ks yet.",
    ),
    Drawing(
        "strongest_light_curve",
        "R3: light curves of the strongest",
        "The sources of 13.5 to 16.5 mag that deviate most, up to three a field; number, field and deviation "
        "in the title. Open triangles are epochs whose flux is not positive.",
        variability.light_curves,
        without="No source between 13.5 and 16.5 mag deviates by more than 20σ.",
    ),
    Drawing(
        "floor_light_curve",
        "Variables above errors and systematic floor",
        "The sources that vary most beyond what constant sources of their magnitude scatter by, up to three "
        "a field; number, field and score in the title. Thick error bars are the quoted errors, thin ones "
        "have the floor added.",
        variability.curves_above_floor,
        without="The noise was not measured yet, or no source varies above it by more than 5σ: "
        "docs/variability.md",
    ),
    Drawing(
        "folded_light_curve",
        "Folded light curves by class",
        "Each over two cycles, phase 0 at the brightest. Of each class that python -m ml classify tells the "
        "three sources that are most surely of it, with the probability; else the most certain periods.",
        folded.folded_curves,
        without="No sure period has been found yet: python -m ml periods",
    ),
    Drawing(
        "five_band_magnitude",
        "R5: magnitudes in five bands",
        "Stars with a signal-to-noise above 30 in the reference detection of all five bands.",
        diagrams.five_band_magnitudes,
    ),
    Drawing(
        "colour_magnitude",
        "Colour-magnitude diagram",
        "All stars with reference detections in J and Ks, one panel a field. Towards the bulge the blue "
        "sequence "
        "is the main sequence of the disc in front, the red one the giants with their red clump.",
        diagrams.colour_magnitude,
    ),
    Drawing(
        "colour_colour",
        "Colour-colour diagram",
        "Stars with a signal-to-noise above 10 in J, H and Ks. The arrow is the reddening of 5 mag of visual "
        "extinction (Cardelli, Clayton & Mathis 1989). A tail across that arrow, along which J − Ks stays "
        "the same, "
        "is H being too faint: in the real delivery those stars are brighter than Ks = 12.5, where H "
        "saturates.",
        diagrams.colour_colour,
    ),
    Drawing(
        "simulated_star",
        "Simulated stars against the stars",
        "The stars that the latest simulation was fitted to and what was drawn from it, each as share of its "
        "sample; right, the difference in units of its counting error, where there are five stars in a cell; "
        "below, each colour alone.",
        stars.simulated_stars,
        without="No stars have been simulated yet: python -m ml simulate",
    ),
    Drawing(
        "density_candidate",
        "How many components the density of stars has",
        "What each number of components says of stars that it was not fitted to. Chosen is the smallest "
        "within one error of the best.",
        stars.density_candidates,
        without="No number of components has been chosen yet: python -m ml simulate (without --components)",
    ),
    Drawing(
        "galaxy_pair",
        "Magnitude, colours and redshift of galaxies",
        "The training samples: 99 % of each quantity, density on a logarithmic scale.",
        galaxies.pairs,
        without="No training sample with redshifts is loaded yet: python -m loader FILE --role training",
        by="sample",
    ),
    Drawing(
        "photo_z",
        "Photometric against spectroscopic redshift",
        "Each test sample with the method that does best on it. E is the median of "
        "|z_spec − z_phot| / (1 + z_spec); beyond the dotted lines that is above 0.15. Middle: error with "
        "its median and 16 and 84 % in parts of as many galaxies. Right: the probability integral transform, "
        "uniform if the distributions are honest; the band is two counting errors.",
        galaxies.photo_z,
        without="No photometric redshifts of a test sample yet: load the samples with python -m loader, "
        "then python -m ml photoz",
    ),
    Drawing(
        "photo_z_method",
        "Methods: what they remember, and what they know",
        "The error E of each method (number of seeds) on the galaxies that it learned from and on others.",
        galaxies.methods,
        without="No photometric redshifts of a test sample yet: python -m ml photoz",
    ),
    Drawing(
        "colour_component",
        "Principal components of magnitude and colours",
        "Left: what they explain of the variance. Middle: their directions. Right: what linear regression on "
        "the first of them reaches.",
        galaxies.components,
        without="No linear model has been fitted yet: python -m ml photoz --methods linear",
        by="training_sample",
    ),
)
