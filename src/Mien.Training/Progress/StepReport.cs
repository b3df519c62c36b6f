namespace Mien.Training.Progress;

/// <summary>One step of training.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="Step">Number of the step in its epoch, from 1.</param>
/// <param name="Steps">Steps in the epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
/// <param name="SamplesPerSecond">Samples trained per second in this epoch so far.</param>
/// <param name="SecondsPerStep">Mean time of a step in this epoch so far.</param>
public sealed record StepReport(int Epoch, int Epochs, int Step, int Steps, double Loss, double LearningRate, double SamplesPerSecond, double SecondsPerStep);
