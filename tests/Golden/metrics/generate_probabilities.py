#!/usr/bin/env python3
"""Stores scores of made-up probabilities: probabilities.json, read by Mien.Training.Tests.

Top-k accuracy, scores by label and the reliability diagram are scikit-learn's; the expected calibration error is the diagram's
bins weighted by their samples; concordance and landmark error are their definitions in NumPy. Probabilities are 32-bit numbers.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, top_k_accuracy_score

BINS = 15


def calibration(confidence, right, bins):
    accuracy, mean_confidence = calibration_curve(right, confidence, n_bins=bins, strategy="uniform")
    index = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    counts = np.bincount(index, minlength=bins)
    filled = counts[counts > 0]
    gaps = np.abs(accuracy - mean_confidence)
    return {
        "bins": bins,
        "counts": counts.tolist(),
        "accuracy": accuracy.tolist(),
        "confidence": mean_confidence.tolist(),
        "expectedError": float((filled * gaps).sum() / len(confidence)),
        "maximumError": float(gaps.max()),
    }


def case(name, labels, actual, logits, bins=BINS):
    exponential = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = (exponential / exponential.sum(axis=1, keepdims=True)).astype(np.float32)
    exact = probabilities.astype(np.float64)
    predicted = exact.argmax(axis=1)
    present = sorted(set(actual.tolist()))
    return {
        "name": name,
        "labels": labels,
        "actual": actual.tolist(),
        "probabilities": [float(value) for value in exact.ravel()],
        "accuracy": accuracy_score(actual, predicted),
        "weightedF1": f1_score(actual, predicted, labels=present, average="weighted", zero_division=0),
        "topK": {str(k): float(top_k_accuracy_score(actual, exact, k=k, labels=range(labels))) for k in range(1, labels)},
        "byLabel": [
            {
                "accuracy": accuracy_score(actual == label, predicted == label),
                "precision": precision_score(actual == label, predicted == label, zero_division=0),
                "recall": recall_score(actual == label, predicted == label, zero_division=0),
                "f1": f1_score(actual == label, predicted == label, zero_division=0),
            }
            for label in range(labels)
        ],
        "calibration": calibration(exact.max(axis=1), (predicted == actual).astype(int), bins),
    }


def concordance(name, actual, predicted):
    covariance = ((actual - actual.mean()) * (predicted - predicted.mean())).mean()
    return {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "ccc": float(2 * covariance / (actual.var() + predicted.var() + (actual.mean() - predicted.mean()) ** 2)),
        "pearson": float(np.corrcoef(actual, predicted)[0, 1]),
        "rmse": float(np.sqrt(((actual - predicted) ** 2).mean())),
    }


def landmarks(name, actual, predicted):
    actual, predicted = actual.astype(np.float32), predicted.astype(np.float32)
    exact, guess = actual.astype(np.float64), predicted.astype(np.float64)
    missing = (exact == -1).any(axis=2)
    errors = []
    for face in range(len(exact)):
        if missing[face, 36] or missing[face, 45]:
            continue
        eyes = np.linalg.norm(exact[face, 36] - exact[face, 45])
        errors.append(float(np.linalg.norm(exact[face] - guess[face], axis=1)[~missing[face]].mean() / eyes))
    return {
        "name": name,
        "actual": [float(value) for value in exact.ravel()],
        "predicted": [float(value) for value in guess.ravel()],
        "faces": len(errors),
        "error": float(np.mean(errors)),
        "failureRate": float(np.mean(np.array(errors) > 0.1)),
    }


random = np.random.default_rng(7)


def logits(actual, labels, strength, temperature):
    scores = random.normal(size=(len(actual), labels))
    scores[np.arange(len(actual)), actual] += strength
    return scores / temperature


def skewed(labels, count):
    shares = 0.6 ** np.arange(labels)
    return random.choice(labels, count, p=shares / shares.sum())


seven, eight, partly = random.integers(0, 7, 120), skewed(8, 150), random.integers(0, 5, 40)
cases = [
    case("balanced and modest", 7, seven, logits(seven, 7, 1.5, 1.0)),
    case("skewed and too sure", 8, eight, logits(eight, 8, 1.0, 0.3)),
    case("labels without samples", 8, partly, logits(partly, 8, 1.5, 0.7), bins=10),
]

valence = random.uniform(-1, 1, 80)
concordances = [
    concordance("noisy", valence, valence + random.normal(size=80) * 0.3),
    concordance("scaled and shifted", valence, 0.5 * valence + 0.2),
    concordance("opposite", valence, -valence),
]

points = random.uniform(20, 180, (9, 68, 2))
points[:, 36], points[:, 45] = [60, 80], [120, 84]
guesses = points + random.normal(size=points.shape) * random.uniform(1, 9, (9, 1, 1))
points[2, 5], points[3, 60, 1], points[4, 36] = -1, -1, -1

result = {
    "generator": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
    "cases": cases,
    "concordance": concordances,
    "landmarks": [landmarks("noisy, some missing", points, guesses)],
}
pathlib.Path(__file__).with_name("probabilities.json").write_text(json.dumps(result) + "\n")
