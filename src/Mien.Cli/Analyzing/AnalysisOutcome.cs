using Mien.Analysis;
using Mien.Cli.Invocation;

namespace Mien.Cli.Analyzing;

/// <summary>How the analysis of one input ended: with a result or with a failure.</summary>
/// <param name="Input">The input as the user named it.</param>
/// <param name="Result">What was found; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record AnalysisOutcome(string Input, AnalysisResult? Result, Failure? Failure)
{
    /// <summary>The code for a whole run: bad input before failure before success, and interruption before all.</summary>
    public static ExitCode CodeFor(IReadOnlyCollection<AnalysisOutcome> outcomes)
    {
        if (outcomes.Any(outcome => outcome.Failure?.Code == ExitCode.Interrupted || outcome.Result?.Summary.Interrupted == true))
            return ExitCode.Interrupted;
        if (outcomes.Any(outcome => outcome.Failure?.Code == ExitCode.BadInput))
            return ExitCode.BadInput;
        return outcomes.Any(outcome => outcome.Failure is not null) ? ExitCode.Failure : ExitCode.Success;
    }
}
