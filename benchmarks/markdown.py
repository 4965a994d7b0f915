"""The results as markdown, tables aligned so that they can be read as they are."""

from benchmarks import floor, statistics
from benchmarks.asking import DUCKDB, EPOCHDB, INDEXED, PLAIN, SQLITE, Answered
from benchmarks.clock import Spent, Timing
from benchmarks.copying import Copying
from benchmarks.layout import table
from benchmarks.loading import Load
from benchmarks.measure import Results
from benchmarks.sizes import TableSize

# The tables that hold something of each detection
PER_DETECTION = ("detection", "catalogue_count")
CONTENDERS = (EPOCHDB, DUCKDB, SQLITE, INDEXED, PLAIN)


def document(results: Results) -> str:
    """Give the whole of the results."""
    survey = results.plan.survey
    n_row = results.n_row
    shape = f"{survey.n_field} fields, {survey.n_source:,} sources each, {survey.n_epoch} Ks epochs"
    title = f"## {n_row:,} detections: {shape}"
    parts = [title, machine(results), questions(results), loading(results), size(results)]
    if results.statistics:
        parts += ["### Statistics of light curves", statistics.markdown(results.statistics)]
        parts += ["### Ties, noise and R3 above the floor", floor.markdown(results.floor)]
    return "\n\n".join(parts) + "\n"


def machine(results: Results) -> str:
    """Give what was measured on."""
    return "\n".join(f"- {name}: {value}" for name, value in results.machine)


def questions(results: Results) -> str:
    """Give the times of the questions, and whether the answers agree."""
    present = [name for name in CONTENDERS if any(name in a.timings for a in results.answered)]
    others = [name for name in present if name not in (EPOCHDB, INDEXED)]
    header = ["question", "rows", *present, *(f"{name} / {EPOCHDB}" for name in others)]
    rows = [
        [a.question.name, f"{a.n_row:,}", *(_seconds(a.timings.get(name)) for name in present)]
        + [_ratio(a, name) for name in others]
        for a in results.answered
    ]
    differences = [
        f"- {answered.question.name}, {name}: {difference}"
        for answered in results.answered
        for name, difference in answered.differences.items()
    ]
    n_compared = sum(len(a.timings) - 1 for a in results.answered)
    verdict = f"All {n_compared} answers compared are equal." if not differences else "**Answers differ:**"
    note = (
        f"Median of {results.plan.runs} or more warm runs [ms], until the last row is a Python tuple. "
        "An empty cell was not asked; straight after the load is asked once."
    )
    return "\n\n".join(["### Questions", note, table(header, rows), "\n".join([verdict, *differences])])


def loading(results: Results) -> str:
    """Give what loading takes."""
    load = results.load
    parts = ["### Loading", *([_phases(load), _functions(load)] if load else [])]
    parts += [_tenths(results), _end_to_end(results)]
    copied = results.copying
    if load is None:
        return "\n\n".join(parts)
    parts.append(_copying(copied) if copied else f"COPY was not compared: {results.no_copying}")
    return "\n\n".join(parts)


def size(results: Results) -> str:
    """Give what the detections take on disk."""
    n_row = results.n_row
    rows = [_table_size(found) for found in results.tables]
    header = ["table", "rows", "heap [MiB]", "indexes [MiB]", "heap/row [B]", "indexes/row [B]"]
    header += ["updates in place", "dead after load", "autovacuums"]
    everything = sum(found.heap + found.indexes for found in results.tables)
    title = "EpochDB, these tables and their indexes"
    forms = [[title, _mebibytes(everything), f"{everything / n_row:.1f}"]]
    forms += [[name, _mebibytes(n), f"{n / n_row:.1f}"] for name, n in results.files.items()]
    by_index = [[f"`{name}`", _mebibytes(n), f"{n / n_row:.2f}"] for name, n in results.indexes]
    kept = sum(found.heap + found.indexes for found in results.tables if found.name in PER_DETECTION)
    note = (
        f"A detection takes {kept / n_row:.1f} bytes: its row, its indexes, and its S/N in\n"
        f"`catalogue_count`. After the load `VACUUM (ANALYZE)` of everything took {results.vacuum:.1f} s,\n"
        f"and measuring the light curves for R3 {results.measuring:.1f} s."
    )
    return "\n\n".join(
        [
            "### Size",
            table(header, rows),
            table(["form", "MiB", "bytes a detection"], forms),
            table(["index", "MiB", "bytes a detection"], by_index),
            note,
        ]
    )


def _phases(load: Load) -> str:
    rows = []
    summary = _summary(load)
    for name in ("read", "hash", "check and convert", "encode"):
        spent = load.phases[name]
        # What the server did meanwhile is not this phase's
        rows.append(_phase(name, Spent(spent.wall, spent.here), load.n_row))
    copy, transaction = load.phases["copy"], load.phases["transaction"]
    rest = Spent(transaction.wall - copy.wall - summary, transaction.here - copy.here)
    rows.append(_phase("copy", copy, load.n_row))
    rows.append(_phase("summarise", Spent(summary, 0, transaction.server - copy.server), load.n_row))
    rows.append(_phase("ledger, locks and commit", rest, load.n_row))
    here = sum(spent.here for name, spent in load.phases.items() if name != "copy")
    whole = Spent(load.wall, here, load.server)
    rows.append(_phase("**end to end**", whole, load.n_row))
    note = (
        "One loader. The phases before `copy` run in a thread of their own while the server works, so the\n"
        "walls do not add up to the end-to-end time. Processor time stands beside it, for a machine may do\n"
        "other things meanwhile."
    )
    header = ["phase", "wall [us/row]", "loader CPU [us/row]", "server CPU [us/row]", "rows/s by the wall"]
    return note + "\n\n" + table(header, rows)


def _phase(name: str, spent: Spent, n_row: int) -> list[str]:
    micro = [f"{1e6 * x / n_row:.2f}" if x > 0 else "" for x in (spent.wall, spent.here, spent.server)]
    return [name, *micro, f"{n_row / spent.wall:,.0f}" if spent.wall > 0 else ""]


def _summary(load: Load) -> float:
    """Give the time of upkeep.add_catalogue and all that it calls."""
    return sum(load.functions.values())


def _functions(load: Load) -> str:
    slowest = sorted(load.functions.items(), key=lambda item: -item[1])
    rows = [
        [f"`science.{name}`", f"{1e6 * seconds / load.n_row:.2f}", f"{seconds / load.wall:.0%}"]
        for name, seconds in slowest
        if seconds > 0.001 * load.wall
    ]
    return table(["function, without what it calls", "us/row", "of the load"], rows)


def _tenths(results: Results) -> str:
    how = "watched, over one connection" if results.load else "python -m loader, as users run it"
    header = [f"tenth of the load ({how})", *(str(number) for number, _, _ in results.tenths)]
    return table(header, [["rows/s", *(f"{rate:,.0f}" for _, _, rate in results.tenths)]])


def _end_to_end(results: Results) -> str:
    n_row = results.n_row
    rates = sorted(results.rates.items())
    rows = [
        [f"EpochDB, {n} loader{'s' * (n > 1)}, {jobs} connection{'s' * (jobs > 1)} each", f"{rate:,.0f}"]
        for (n, jobs), rate in rates
    ]
    rows += [[name, f"{n_row / seconds:,.0f}"] for name, seconds in results.other_loads.items()]
    return table(["end to end", "rows/s"], rows)


def _copying(copied: Copying) -> str:
    ways = {"the loader's COPY": copied.client, "server-side COPY": copied.server}
    rows = [
        [name, f"{copied.n_row / spent.wall:,.0f}", f"{1e6 * spent.server / copied.n_row:.2f}"]
        for name, spent in ways.items()
    ]
    ratios = (copied.server.wall / copied.client.wall, copied.server.server / copied.client.server)
    rows.append(["ratio of the rates", *(f"{ratio:.0%}" for ratio in ratios)])
    title = f"COPY of {copied.n_row:,} rows into identical indexed tables, chunk by chunk in turns"
    return table([title, "rows/s by the wall", "server's CPU [us/row]"], rows)


def _seconds(timing: Timing | None) -> str:
    if timing is None:
        return ""
    digits = 2 if timing.median < 0.01 else 1 if timing.median < 0.1 else 0
    return f"{timing.median * 1000:,.{digits}f}"


def _ratio(answered: Answered, name: str) -> str:
    if name not in answered.timings:
        return ""
    ratio = answered.timings[name].median / answered.timings[EPOCHDB].median
    return f"{ratio:,.{2 if ratio < 10 else 0}f}"


def _table_size(found: TableSize) -> list[str]:
    n_row = max(found.n_row, 1)
    sizes = [_mebibytes(found.heap), _mebibytes(found.indexes)]
    sizes += [f"{found.heap / n_row:.1f}", f"{found.indexes / n_row:.1f}"]
    updates = [_share(found.n_update_in_place, found.n_update), f"{found.n_dead:,}", str(found.n_autovacuum)]
    return [f"`{found.name}`", f"{found.n_row:,}", *sizes, *updates]


def _mebibytes(n_byte: int) -> str:
    return f"{n_byte / 2**20:,.1f}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""
