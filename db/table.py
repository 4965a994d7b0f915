"""Rows as a table of text, as psql shows them."""

from collections.abc import Sequence
from decimal import Decimal


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay out rows under the names of their columns, numbers to the right and everything else to the left."""
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *texts, strict=True)]
    numeric = [all(map(_is_number, column)) for column in zip(*rows, strict=True)] or [False] * len(names)
    lines = [" | ".join(name.center(width) for name, width in zip(names, widths, strict=True))]
    lines.append("-+-".join("-" * width for width in widths))
    for row in texts:
        cells = zip(row, widths, numeric, strict=True)
        lines.append(
            " | ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells)
        )
    return "\n".join(line.rstrip() for line in lines)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
