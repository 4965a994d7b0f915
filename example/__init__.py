"""A synthetic survey in the format of the delivered one, with the truth about what was put into it.

>>> from example import ExampleSurvey, write
>>> summary = write(directory, ExampleSurvey(n_field=1, n_source=1000, n_epoch=5, seed=7))

Everything written is a function of the options alone: the same options give the same bytes, whatever
the number of processes.
"""

from example.options import ExampleSurvey, OptionOutOfRange
from example.survey import DirectoryNotEmpty, NotAnExampleSurvey, Summary, write

__all__ = ["DirectoryNotEmpty", "ExampleSurvey", "NotAnExampleSurvey", "OptionOutOfRange", "Summary", "write"]
