"""A whole survey into a directory."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from example import files
from example.geometry import pointing_of_field
from example.noise import catalogue_rows
from example.options import MONITORED_BAND, ExampleSurvey
from example.schedule import Exposure, images_of_field
from example.sky import BAND_ROW, Sky, sky_of_field
from example.variables import KINDS, Variables, variables_of_field


class DirectoryNotEmpty(FileExistsError):
    """The directory has something in it."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"{directory}: is not empty, expected a new or empty directory; name another or ask to overwrite"
        )


class NotAnExampleSurvey(FileExistsError):
    """The directory was to be overwritten, but holds something else than an example survey."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"{directory}: is not empty and has no {files.TRUTH}/options.json, so it is no example survey"
            " and is not overwritten; name another directory or empty this one yourself"
        )


@dataclass(frozen=True)
class Summary:
    """What was written: where, how many images, detections, sources, variables and bytes of catalogues."""

    directory: Path
    n_image: int
    n_detection: int
    n_source: int
    n_variable: int
    n_byte: int

    @property
    def truth(self) -> Path:
        """Directory of variables.csv, images.csv and options.json."""
        return self.directory / files.TRUTH


@dataclass(frozen=True)
class SurveyField:
    """Everything about a field that does not change between its images."""

    images: list[Exposure]
    sky: Sky
    variables: Variables

    @property
    def monitoring(self) -> list[float]:
        """Times of the Ks images [MJD], or of all images where there is no Ks."""
        return _monitoring(self.images)


@lru_cache(maxsize=1)
def field_of_survey(options: ExampleSurvey, field_id: int) -> SurveyField:
    """Return a field; images are made field by field, so only the last one is kept."""
    images = images_of_field(options, field_id)
    sky = sky_of_field(options, field_id)
    return SurveyField(images, sky, variables_of_field(options, field_id, sky, _monitoring(images)))


def write(
    directory: Path | str,
    options: ExampleSurvey,
    progress: Callable[[int], None] | None = None,
    *,
    jobs: int = 1,
    overwrite: bool = False,
) -> Summary:
    """Write a synthetic survey: catalogues and their manifest, and the truth in a directory below.

    Parameters
    ----------
    directory
        Made when missing.
    options
        What to write. The number of jobs does not change it.
    progress
        Called after each catalogue with the number of its detections.
    jobs
        Processes to use.
    overwrite
        Replace an example survey that is in the directory; other files in it stay.

    Raises
    ------
    DirectoryNotEmpty, NotAnExampleSurvey
        If the directory has something in it that may not be replaced.
    OSError
        If a file cannot be written.
    """
    directory = Path(directory)
    _make_room(directory, overwrite)
    # Options first, manifest last: an interrupted survey can be overwritten, but is no delivery.
    files.write_options(directory, options)
    variables = [row for field_id in _fields(options) for row in _variable_truth(options, field_id)]
    files.write_variable_truth(directory, variables)
    images = [image for field_id in _fields(options) for image in images_of_field(options, field_id)]
    files.write_image_truth(directory, options, images)
    n_detection = n_byte = 0
    for rows, size in _write_catalogues(directory, options, images, jobs):
        n_detection += rows
        n_byte += size
        if progress is not None:
            progress(rows)
    files.write_manifest(directory, images)
    n_source = options.n_field * options.n_source
    return Summary(directory, len(images), n_detection, n_source, len(variables), n_byte)


def _fields(options: ExampleSurvey) -> range:
    return range(1, options.n_field + 1)


def _monitoring(images: list[Exposure]) -> list[float]:
    return sorted(i.mjd for i in images if i.band == MONITORED_BAND) or sorted(i.mjd for i in images)


def _make_room(directory: Path, overwrite: bool) -> None:
    occupied = directory.exists() and any(directory.iterdir())
    if occupied and not overwrite:
        raise DirectoryNotEmpty(directory)
    if occupied:
        if not (directory / files.TRUTH / "options.json").is_file():
            raise NotAnExampleSurvey(directory)
        (directory / files.MANIFEST).unlink(missing_ok=True)
        for pattern in ("Field-*.fits", "Field-*.fits.gz"):
            for catalogue in directory.glob(pattern):
                catalogue.unlink()
        for detections in (directory / files.TRUTH / files.DETECTIONS).glob("Field-*.csv"):
            detections.unlink()
    (directory / files.TRUTH).mkdir(parents=True, exist_ok=True)


def _variable_truth(options: ExampleSurvey, field_id: int) -> Iterator[tuple[object, ...]]:
    field = field_of_survey(options, field_id)
    v = field.variables
    sampled = v.sampled_amplitude(field.monitoring, MONITORED_BAND)
    ks_mag = field.sky.mag[BAND_ROW[MONITORED_BAND]][v.index]
    for row, source_id in enumerate(field.sky.source_id[v.index].tolist()):
        kind = str(v.kind[row])
        timescale = float(v.timescale[row])
        period, decay = (timescale, None) if KINDS[kind].shape else (None, timescale)
        measured = (float(x[row]) for x in (v.amplitude, sampled, ks_mag, v.epoch0))
        yield source_id, field_id, kind, period, decay, *measured


def _write_catalogues(
    directory: Path, options: ExampleSurvey, images: list[Exposure], jobs: int
) -> Iterator[tuple[int, int]]:
    if jobs == 1:
        for image in images:
            yield _write_catalogue(directory, options, image)
        return
    with ProcessPoolExecutor(jobs) as pool:
        written: list[Future[tuple[int, int]]] = [
            pool.submit(_write_catalogue, directory, options, image) for image in images
        ]
        try:
            for future in as_completed(written):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _write_catalogue(directory: Path, options: ExampleSurvey, image: Exposure) -> tuple[int, int]:
    """Write the catalogue of an image; return its numbers of rows and bytes."""
    field = field_of_survey(options, image.field_id)
    change = np.zeros(options.n_source)
    change[field.variables.index] = field.variables.magnitude_change(image.mjd, image.band)
    rows = catalogue_rows(options, image, pointing_of_field(image.field_id), field.sky, change)
    path = files.catalogue_path(directory, options, image)
    if options.identifiers:
        return len(rows), files.write_catalogue(path, rows)
    truth = directory / files.TRUTH / files.DETECTIONS
    return len(rows), files.write_without_identifiers(path, rows, truth)
