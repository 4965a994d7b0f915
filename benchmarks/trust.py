"""Recall and false alarms of tests for variability, as Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scipy.stats import norm

from benchmarks.layout import table
from benchmarks.truth import Source

FALSE_ALARM_RATE = 1e-3
MAGNITUDES = (10, 12, 14, 15, 16, 18)
RATIOS = (0, 1, 2, 3, 4, 5, 7, 10, 20, 1000)


@dataclass(frozen=True)
class Trial:
    """One survey: its seed, its sources, and the errors of the offsets of its images [mag]."""

    seed: int
    sources: list[Source]
    offset_errors: list[float]


def document(trials: Sequence[Trial], tests: Sequence[str], best: str) -> list[str]:
    """Give every table; `best` is the test that is looked at closely."""
    every = [source for trial in trials for source in trial.sources]
    kinds = sorted({source.kind for source in every if source.kind})
    magnitudes = [f"{a} to {b}" for a, b in pairwise(MAGNITUDES)]
    return [
        offsets(trials),
        overall(every, tests),
        by_seed(trials, best),
        by_ratio(every, best),
        by_group(every, tests, "kind", kinds, lambda source: source.kind),
        by_group(every, tests, "Ks [mag]", magnitudes, lambda source: _bin(source.mean_mag, MAGNITUDES)),
    ]


def over_noise(source: Source) -> bool:
    """Whether its amplitude is over five times what constant sources of its magnitude scatter by."""
    return source.kind is not None and source.amplitude > 5 * source.noise


def over_floor(source: Source) -> bool:
    """Whether its amplitude is over five times the floor."""
    return source.kind is not None and source.amplitude > 5 * source.floor


def where_floor_dominates(source: Source) -> bool:
    """Whether so, and the noise is less than twice the floor: bright enough for the floor to be the noise."""
    return over_floor(source) and source.noise < 2 * source.floor


SAMPLES: tuple[tuple[str, Callable[[Source], bool]], ...] = (
    ("> 5 x noise", over_noise),
    ("> 5 x floor, noise < 2 x floor", where_floor_dominates),
    ("> 5 x floor, all", over_floor),
)


def recall(sources: Sequence[Source], test: str) -> str:
    """Give the share that a test found."""
    return _percent(sum(test in source.found for source in sources), len(sources))


def highest_recall(sources: Sequence[Source]) -> str:
    """
    Give the share that any test with a false-alarm probability of `FALSE_ALARM_RATE` can find on average.

    For normal errors no test is more powerful than to compare a light curve with its true one, known
    beforehand (Neyman & Pearson 1933): the power is that of a normal deviate whose mean is the signal.
    """
    threshold = norm.isf(FALSE_ALARM_RATE)
    return _percent(sum(float(norm.sf(threshold - source.signal)) for source in sources), len(sources))


def false_alarms(sources: Sequence[Source], test: str, digits: int = 3) -> str:
    """Give the share of the constant sources that a test found."""
    constant = [source for source in sources if source.kind is None]
    return _percent(sum(test in source.found for source in constant), len(constant), digits)


def offsets(trials: Sequence[Trial]) -> str:
    """Say how well the offsets of images were recovered."""
    errors = [error for trial in trials for error in trial.offset_errors]
    rms = (sum(error * error for error in errors) / len(errors)) ** 0.5
    worst = max(map(abs, errors))
    return (
        f"Offsets of {len(errors)} images recovered to {1e3 * rms:.2f} mmag rms, {1e3 * worst:.2f} at worst."
    )


def overall(sources: Sequence[Source], tests: Sequence[str]) -> str:
    """Tabulate recall and false alarms of each test, and the highest recall that any could have."""
    samples = [[source for source in sources if belongs(source)] for _, belongs in SAMPLES]
    constant = sum(source.kind is None for source in sources)
    titles = [f"amplitude {name} ({len(among):,})" for (name, _), among in zip(SAMPLES, samples, strict=True)]
    rows = [
        [test, *(recall(among, test) for among in samples), false_alarms(sources, test)] for test in tests
    ]
    bound = [highest_recall(among) for among in samples]
    rows.append(["*the best that any test could*", *bound, f"{100 * FALSE_ALARM_RATE:.3f} %"])
    return table(["recall", *titles, f"false alarms of {constant:,}"], rows)


def by_seed(trials: Sequence[Trial], test: str) -> str:
    """Tabulate one test survey by survey."""
    rows = [
        [str(trial.seed)]
        + [recall([source for source in trial.sources if belongs(source)], test) for _, belongs in SAMPLES]
        + [false_alarms(trial.sources, test), f"{1e3 * max(map(abs, trial.offset_errors)):.2f}"]
        for trial in trials
    ]
    head = [f"{test}: seed", *(name for name, _ in SAMPLES), "false alarms", "worst offset [mmag]"]
    return table(head, rows)


def by_ratio(sources: Sequence[Source], test: str) -> str:
    """Tabulate recall of all variables against amplitude in floors, and in noises."""
    variables = [source for source in sources if source.kind]
    rows = []
    for a, b in pairwise(RATIOS):
        cells = []
        for unit in ("floor", "noise"):
            among = [s for s in variables if a * getattr(s, unit) < s.amplitude <= b * getattr(s, unit)]
            cells += [f"{len(among):,}", recall(among, test), highest_recall(among)]
        rows.append([f"{a} to {b}" if b < RATIOS[-1] else f"over {a}", *cells])
    columns = [f"{what}, {unit}" for unit in ("floor", "noise") for what in ("variables", test, "any test")]
    return table(["amplitude over", *columns], rows)


def by_group(
    sources: Sequence[Source],
    tests: Sequence[str],
    title: str,
    groups: Sequence[str],
    group_of: Callable[[Source], str | None],
) -> str:
    """Tabulate recall of variables over five times the noise by group, and false alarms in brackets."""
    rows = []
    for group in groups:
        members = [source for source in sources if group_of(source) == group]
        among = [source for source in members if over_noise(source)]
        constants = any(source.kind is None for source in members)
        cells = [
            recall(among, test) + (f" ({false_alarms(members, test, 2)})" if constants else "")
            for test in tests
        ]
        rows.append([group, f"{len(among):,}", *cells])
    return table([title, "variables", *tests], rows)


def _bin(value: float, edges: Sequence[int]) -> str | None:
    return next((f"{a} to {b}" for a, b in pairwise(edges) if a <= value < b), None)


def _percent(part: float, whole: int, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f} %" if whole else ""
