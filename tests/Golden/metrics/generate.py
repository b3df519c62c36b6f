#!/usr/bin/env python3
"""Stores scikit-learn's scores for made-up predictions: metrics.json, read by Mien.Training.Tests.

Means over labels count labels with samples only, as Mien's do.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, f1_score, precision_score, recall_score


def case(name, labels, actual, predicted):
    present = sorted(set(actual))
    return {
        "name": name,
        "labels": labels,
        "actual": list(map(int, actual)),
        "predicted": list(map(int, predicted)),
        "accuracy": accuracy_score(actual, predicted),
        "uar": balanced_accuracy_score(actual, predicted),
        "weightedF1": f1_score(actual, predicted, labels=present, average="weighted", zero_division=0),
        "macroF1": f1_score(actual, predicted, labels=present, average="macro", zero_division=0),
        "confusion": confusion_matrix(actual, predicted, labels=range(labels)).tolist(),
        "recall": recall_score(actual, predicted, labels=range(labels), average=None, zero_division=0).tolist(),
        "precision": precision_score(actual, predicted, labels=range(labels), average=None, zero_division=0).tolist(),
    }


def noisy(random, actual, labels, share_right):
    return np.where(random.random(len(actual)) < share_right, actual, random.integers(0, labels, len(actual)))


random = np.random.default_rng(1)
balanced = random.integers(0, 7, 200)
skewed = random.choice(7, 300, p=[0.4, 0.25, 0.15, 0.1, 0.06, 0.03, 0.01])
partly = random.integers(0, 5, 60)
cases = [
    case("balanced", 7, balanced, noisy(random, balanced, 7, 0.6)),
    case("skewed", 7, skewed, noisy(random, skewed, 7, 0.5)),
    case("labels without samples are never predicted", 8, partly, noisy(random, partly, 5, 0.4)),
    case("one label is never predicted", 3, [0, 0, 1, 1, 2, 2, 2], [0, 1, 1, 1, 0, 1, 0]),
    case("all right", 4, [0, 1, 2, 3, 3], [0, 1, 2, 3, 3]),
    case("all wrong", 2, [0, 0, 1], [1, 1, 0]),
]
out = pathlib.Path(__file__).with_name("metrics.json")
out.write_text(json.dumps({"generator": f"scikit-learn {sklearn.__version__}", "cases": cases}) + "\n")
