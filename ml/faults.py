"""What can stand in the way of a run, one class for each fault."""

from db.faults import Fault


class CannotRun(Fault):
    """A run cannot be made as asked; the message says what was found, what is needed, and what to do."""


class UnknownSample(CannotRun):
    """No sample of that name is loaded, or none with the role that is needed."""


class UnknownRun(CannotRun):
    """There is no such run, or it did something else."""


class SameSample(CannotRun):
    """A sample was named as its own test."""


class TooFewGalaxies(CannotRun):
    """A training sample is too small to tell how wrong its redshifts are."""


class NothingToLearn(CannotRun):
    """All galaxies of a training sample have one redshift."""


class AlreadyPredicted(CannotRun):
    """A run has predicted that sample before."""


class UnknownMethods(CannotRun):
    """A method's name is not in the registry."""


class NoStars(CannotRun):
    """The database has no stars with colours."""


class MissingErrors(CannotRun):
    """The run learned from magnitude errors that the other sample does not have."""


class ChangedInput(CannotRun):
    """The rows that a run was fitted to are not what they were."""


class OtherSettings(CannotRun):
    """A method's settings are not those of the run that is to be repeated."""


class RefitDiffers(CannotRun):
    """What a run kept, or a repeated fit, does not give the redshifts that the run stored."""


class NoEquation(CannotRun):
    """The run is none of a linear model."""


class NothingToSearch(CannotRun):
    """No source above the noise floor has a light curve that is long enough for a period."""


class ImpossibleRange(CannotRun):
    """An option has a value with which nothing can be searched."""


class NothingToClassify(CannotRun):
    """No light curve was searched for periods, so none has features."""


class TooFewLabels(CannotRun):
    """There are not enough labelled sources of two classes to learn from."""


class AlreadyClassified(CannotRun):
    """The forest was asked about the same sources before."""
