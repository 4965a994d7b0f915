"""A kept run says the same on another processor: the oldest kernels of OpenBLAS and numpy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.density_training import NetworkSettings
from ml.redshift.sample import Galaxies

SMALL = NetworkSettings(hidden=(16, 16), components=2, members=4, epochs=5)
# What numpy may pick at run time on x86-64 beyond its baseline; unknown names only warn
FEATURES = "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"
_PREDICT = """
import sys
import numpy as np
from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.sample import Galaxies
kept = dict(np.load(sys.argv[1]))
galaxies = Galaxies(kept.pop("mag_r"), kept.pop("colours"), kept.pop("z_spec"))
model = MixtureDensityEnsemble(1, "window")
model.restore(kept, galaxies)
predicted = model.predict(galaxies)
np.savez(sys.argv[2], z_phot=predicted.z_phot, quantiles=predicted.quantiles)
"""


def test_kept_weights_give_the_same_redshifts_on_another_processor(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    colours = rng.normal([1.5, 0.8, 0.4, 0.3], 0.2, (400, 4))
    z = 0.2 + 0.1 * np.sin(4 * colours[:, 1]) + 0.02 * rng.standard_normal(400)
    galaxies = Galaxies(rng.normal(18.0, 1.0, 400), colours, z)
    model = MixtureDensityEnsemble(1, "window", (SMALL,))
    model.fit(galaxies)
    given = {"mag_r": galaxies.mag_r, "colours": galaxies.colours, "z_spec": galaxies.z_spec}
    np.savez(tmp_path / "kept.npz", **model.arrays(), **given)
    old = {**os.environ, "OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": FEATURES}
    subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            _PREDICT,
            str(tmp_path / "kept.npz"),
            str(tmp_path / "old.npz"),
        ],
        env=old,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    found, here = np.load(tmp_path / "old.npz"), model.predict(galaxies)
    np.testing.assert_allclose(found["z_phot"], here.z_phot, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found["quantiles"], here.quantiles, rtol=0, atol=1e-6)
