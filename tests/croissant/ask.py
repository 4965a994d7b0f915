"""What mlcroissant reads of a description and its files, as JSON; run by the Python that has mlcroissant.

Usage: python ask.py croissant.json RECORD_SET OUT
"""

import json
import sys
from itertools import islice
from pathlib import Path

import mlcroissant


def main() -> None:
    description, record_set, out = sys.argv[1:]
    dataset = mlcroissant.Dataset(jsonld=Path(description))
    issues = dataset.metadata.ctx.issues
    records = [
        {name.split("/")[-1]: str(value) for name, value in record.items()}
        for record in islice(dataset.records(record_set), 3)
    ]
    answer = {
        "errors": sorted(issues.errors),
        "warnings": sorted(issues.warnings),
        "record_sets": [part.name for part in dataset.metadata.record_sets],
        "records": records,
    }
    Path(out).write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
