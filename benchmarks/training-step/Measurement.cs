namespace Mien.Benchmarks.TrainingStep;

/// <summary>A few consecutive steps of one side.</summary>
/// <param name="Seconds">Wall time of each step.</param>
/// <param name="Processor">Processor time of all of them, seconds over all threads.</param>
internal sealed record Measurement(double[] Seconds, double Processor);
