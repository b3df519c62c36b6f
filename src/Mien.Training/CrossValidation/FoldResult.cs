using Mien.Training.Evaluation;

namespace Mien.Training.CrossValidation;

/// <summary>What a model is worth on the people of one fold, none of whom it was trained or chosen by.</summary>
/// <param name="Number">Number of the fold, from 1.</param>
/// <param name="TestPeople">Who was tested.</param>
/// <param name="ValidationPeople">Whom the epoch was chosen by.</param>
/// <param name="Epoch">The chosen epoch, from 1.</param>
/// <param name="Scores">The scores on the test people.</param>
public sealed record FoldResult(int Number, IReadOnlyList<string> TestPeople, IReadOnlyList<string> ValidationPeople, int Epoch, GroupScores Scores);
