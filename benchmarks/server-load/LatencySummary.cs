namespace Mien.Benchmarks.ServerLoad;

/// <summary>What became of the frames of a stretch of time.</summary>
/// <param name="Results">Frames with a result.</param>
/// <param name="Errors">Frames without.</param>
/// <param name="Median">Milliseconds from capture to reply.</param>
/// <param name="P95">The same that 95 of 100 did not exceed.</param>
/// <param name="P99">The same that 99 of 100 did not exceed.</param>
/// <param name="Maximum">The longest.</param>
/// <param name="FaceShare">Share of the results with a face.</param>
/// <param name="FullShare">Share of the results at full quality.</param>
/// <param name="Decode">Milliseconds of decoding on the average, as the server says.</param>
/// <param name="Detect">The same of finding and following faces.</param>
/// <param name="Read">The same of reading them.</param>
/// <param name="ErrorCodes">The errors by code.</param>
internal readonly record struct LatencySummary(int Results, int Errors, double Median, double P95, double P99, double Maximum, double FaceShare, double FullShare, double Decode, double Detect, double Read, string ErrorCodes)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Results} results, {Errors} errors {ErrorCodes}; ms median {Median:0.0} p95 {P95:0.0} p99 {P99:0.0} max {Maximum:0.0}; with face {FaceShare:0.0%}, at full quality {FullShare:0.0%}; decode {Decode:0.0} detect {Detect:0.0} read {Read:0.0} ms");
}
