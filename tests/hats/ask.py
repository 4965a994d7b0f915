"""What lsdb finds in a HATS collection, as JSON; run by the Python of the environment that has lsdb.

Usage: python ask.py COLLECTION POSITIONS OUT, the second a Parquet file with id, ra, dec [deg].
"""

import json
import sys
from pathlib import Path

import hats
import lsdb
import numpy as np
import pandas as pd
from hats.io.validation import is_valid_catalog

CONE = (269.5, -30.2, 600.0)
RADIUS_ARCSEC = 2.0


def mean_in_ks(row):
    in_ks = np.asarray(row["light_curve.band"]) == "Ks"
    flux = np.asarray(row["light_curve.flux"], dtype=float)[in_ks]
    return {"source_id": row["source_id"], "n": len(in_ks), "n_ks": in_ks.sum(), "flux_mean": flux.mean()}


def main() -> None:
    collection, positions, out = map(Path, sys.argv[1:])
    catalogue = lsdb.open_catalog(collection)
    cone = catalogue.cone_search(*CONE)[["source_id"]].compute()
    asked = lsdb.from_dataframe(pd.read_parquet(positions), ra_column="ra", dec_column="dec")
    matched = asked.crossmatch(
        catalogue[["source_id", "ra", "dec"]], radius_arcsec=RADIUS_ARCSEC, n_neighbors=1,
        suffixes=("_asked", ""), suffix_method="all_columns",
    ).compute()  # fmt: skip
    meta = {"source_id": np.int64, "n": np.int64, "n_ks": np.int64, "flux_mean": float}
    statistics = catalogue.map_rows(
        mean_in_ks, columns=["source_id", "light_curve.band", "light_curve.flux"], row_container="dict",
        output_names=list(meta), infer_nesting=False, meta=pd.DataFrame(columns=list(meta)).astype(meta),
    ).compute()  # fmt: skip
    parts = [hats.read_hats(collection).main_catalog_dir, *collection.glob("*_margin_*")]
    answer = {
        "valid": [bool(is_valid_catalog(part, strict=True, verbose=False)) for part in parts],
        "rows": len(catalogue),
        "margin_rows": len(catalogue.margin),
        "cone": sorted(map(int, cone["source_id"])),
        "matched": sorted(zip(map(int, matched["id_asked"]), map(int, matched["source_id"]), strict=True)),
        "statistics": sorted(
            (int(s), int(n), int(k), float(m))
            for s, n, k, m in statistics[list(meta)].itertuples(index=False)
        ),
    }
    out.write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
