"""What a run of the loader has come to: its outcomes, its faults, and how many rows were written."""

from dataclasses import dataclass, field

from loader.faults import RejectedFile
from loader.ledger import Outcome


@dataclass
class Tally:
    """What became of the files of a run, and how many rows were written."""

    load_id: int | None = None
    n_row: int = 0
    n_missing: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    faults: list[RejectedFile] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Give the counts by the names of the columns of survey.load."""
        return {
            "n_loaded": self.outcomes[Outcome.LOADED],
            "n_replaced": self.outcomes[Outcome.REPLACED],
            "n_unchanged": self.outcomes[Outcome.UNCHANGED],
            "n_rejected": len(self.faults),
            "n_row": self.n_row,
            "n_missing": self.n_missing,
        }

    def told(self, seconds: float) -> str:
        """Say it in a line."""
        counts = self.counts()
        words = ("loaded", "replaced", "unchanged", "rejected")
        parts = ", ".join(f"{counts[f'n_{word}']} {word}" for word in words)
        missing = f"; {self.n_missing} values taken as missing" if self.n_missing else ""
        return f"{parts}; {self.n_row} rows in {seconds:.1f} s{missing}"
