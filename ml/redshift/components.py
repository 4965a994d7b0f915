"""Principal components of magnitude and colours: what they explain, what a linear model loses with fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression

from ml.redshift.measures import normalised_error
from ml.redshift.sample import INPUTS, Galaxies
from ml.scale import Floats, RobustScale


@dataclass(frozen=True)
class PrincipalComponents:
    """Principal components of the robustly scaled inputs.

    Parameters
    ----------
    explained_variance : (5,) array
        Share of the variance along each component.
    axes : (5, 5) array
        Components by rows, inputs in the order of `INPUTS` by columns.
    training_error, error : (5,) arrays
        E of a linear regression on the first 1 to 5 components, on the training and on the other sample.
    """

    explained_variance: Floats
    axes: Floats
    training_error: Floats
    error: Floats


def principal_components(training: Galaxies, test: Galaxies) -> PrincipalComponents:
    """Analyse the training sample; measure E with 1 to 5 components on both samples."""
    scale = RobustScale.of(training.inputs)
    pca = PCA(len(INPUTS), svd_solver="full").fit(scale.apply(training.inputs))
    scores, test_scores = (pca.transform(scale.apply(sample.inputs)) for sample in (training, test))
    training_error, error = [], []
    for n in range(1, len(INPUTS) + 1):
        regression = LinearRegression().fit(scores[:, :n], training.redshift)
        training_error.append(normalised_error(training.redshift, regression.predict(scores[:, :n])))
        error.append(normalised_error(test.redshift, regression.predict(test_scores[:, :n])))
    return PrincipalComponents(
        pca.explained_variance_ratio_, pca.components_, np.array(training_error), np.array(error)
    )
