namespace Mien.Training.Explanation;

/// <summary>A sample to explain.</summary>
/// <param name="Name">Tells it from others, for people: a file and which of its faces, or a label and a number.</param>
/// <param name="Actual">Position of the true label; null where nobody knows.</param>
/// <param name="Input">All inputs of the model, one after another.</param>
public sealed record ExplanationSample(string Name, int? Actual, float[] Input);
