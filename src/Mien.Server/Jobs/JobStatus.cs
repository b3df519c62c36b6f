namespace Mien.Server.Jobs;

/// <summary>What a caller is told of a job.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">How far it is.</param>
/// <param name="Fraction">The part that is analysed, 0..1; null where it is not known.</param>
/// <param name="Seconds">Time of the last analysed moment in the medium, in seconds.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Result">Where the result is, once it is done.</param>
public sealed record JobStatus(string Id, JobState State, double? Fraction, double Seconds, string? Error, string? Result)
{
    internal static JobStatus Of(AnalysisJob job) => new(
        job.Id,
        job.State,
        job.State == JobState.Done ? 1 : job.Position.Fraction,
        job.Position.Time.Seconds,
        job.Error,
        job.State == JobState.Done ? $"/v1/jobs/{job.Id}/result" : null);
}
