"""A table of a TOML file, whose keys are taken one by one and refused by name where they are wrong."""

import math
from collections.abc import Collection
from pathlib import Path
from typing import Any

from loader.faults import InvalidDescription

_REMEDY = "docs/your-survey.md has every key; python -m loader describe FILE writes a first description."


class Node:
    """
    One table of a description.

    Parameters
    ----------
    path : Path
        The file, for messages.
    key : str
        Where the table stands in it, empty for the file as a whole.
    table : dict
        What it holds.
    """

    def __init__(self, path: Path, key: str, table: dict[str, Any]) -> None:
        self.path = path
        self.key = key
        self.table = table
        self.asked: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self.table

    def text(self, name: str, default: str | None = None, allowed: Collection[str] = ()) -> str | None:
        """Give a text that is not empty, one of those allowed if some are given."""
        value = self._take(name, default)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise self.fault(name, value, "a text")
        if allowed and value not in allowed:
            raise self.fault(name, value, f"one of {', '.join(sorted(allowed))}")
        return value

    def must_text(self, name: str) -> str:
        """Give a text that must be there."""
        value = self.text(name)
        if value is None:
            raise self.absent(name, "a text")
        return value

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """Give a number between bounds, None where the key is absent."""
        value = self._take(name, None)
        return None if value is None else self._number(name, value, low, high)

    def flag(self, name: str, default: bool = False) -> bool:
        """Give true or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise self.fault(name, value, "true or false")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a text or a list of texts."""
        value = self._take(name, [])
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one for one in values):
            raise self.fault(name, value, "a text, or a list of texts")
        return tuple(values)

    def numbers(self, name: str) -> tuple[float, ...]:
        """Give a number or a list of numbers."""
        value = self._take(name, [])
        values = value if isinstance(value, list) else [value]
        return tuple(self._number(name, one, -math.inf, math.inf) for one in values)

    def mapping(self, name: str) -> dict[str, Any]:
        """Give a table of free keys."""
        value = self._take(name, {})
        if not isinstance(value, dict):
            raise self.fault(name, value, "a table { found = meant, ... }")
        return value

    def child(self, name: str) -> "Node | None":
        """Give a table within this one."""
        value = self._take(name, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(name, value, "a table")
        return Node(self.path, self._within(name), value)

    def children(self, name: str) -> list["Node"]:
        """Give a list of tables within this one."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fault(name, value, f"tables, each begun by [[{self._within(name)}]]")
        return [Node(self.path, f"{self._within(name)} {k}", one) for k, one in enumerate(value, start=1)]

    def raw(self, name: str) -> Any:
        """Give what stands there, whatever it is."""
        return self._take(name, None)

    def done(self) -> None:
        """Refuse the first key that nobody has asked for."""
        for name in self.table:
            if name not in self.asked:
                raise InvalidDescription(
                    self.path, self._place(name), "a key that is not known",
                    f"one of {', '.join(sorted(self.asked))}", _REMEDY,
                )  # fmt: skip

    def fault(self, name: str, found: object, expected: str) -> InvalidDescription:
        """Give the fault of a key whose value is wrong."""
        return InvalidDescription(self.path, self._place(name), repr(found), expected, _REMEDY)

    def absent(self, name: str, expected: str) -> InvalidDescription:
        """Give the fault of a key that must be there."""
        return InvalidDescription(self.path, self._place(name), "nothing", expected, _REMEDY)

    def _take(self, name: str, default: Any) -> Any:
        if name not in self.asked:
            self.asked.append(name)
        return self.table.get(name, default)

    def _number(self, name: str, value: object, low: float, high: float) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= float(value) <= high:  # type: ignore[arg-type]
            bounds = "" if math.isinf(low) and math.isinf(high) else f" from {low:g} to {high:g}"
            raise self.fault(name, value, f"a number{bounds}")
        return float(value)  # type: ignore[arg-type]

    def _within(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def _place(self, name: str) -> str:
        return f"key {self._within(name)}"
