"""How a table looks in Markdown: aligned, so that it can be read as it is."""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table, the first column to the left and the others to the right."""
    cells = [list(header), *map(list, rows)]
    widths = [max(3, *(len(row[place]) for row in cells)) for place in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for row in [cells[0], rule, *cells[1:]]:
        first, *others = zip(row, widths, strict=True)
        lines.append("| " + " | ".join([first[0].ljust(first[1]), *(t.rjust(w) for t, w in others)]) + " |")
    return "\n".join(lines)
