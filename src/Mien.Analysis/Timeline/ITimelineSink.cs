namespace Mien.Analysis;

/// <summary>
/// Where a timeline goes: a file, a stream, a collector. Calls come one at a time and in this order: one
/// <see cref="BeginAsync"/>, any number of <see cref="WriteAsync"/> in order of time, one <see cref="CompleteAsync"/>.
/// Disposing before completion abandons the output: nothing half-written stays under the final name.
/// </summary>
public interface ITimelineSink : IAsyncDisposable
{
    /// <summary>Opens the output.</summary>
    /// <exception cref="Core.UserErrorException">The output cannot be written.</exception>
    ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken);

    /// <summary>
    /// Takes one moment; its picture is lent until the returned task ends. There is no cancellation: a moment that
    /// reached one sink reaches all, so that the outputs of an interrupted analysis agree.
    /// </summary>
    /// <exception cref="Core.UserErrorException">The output cannot be written (full disk).</exception>
    ValueTask WriteAsync(TimelineMoment moment);

    /// <summary>
    /// Finishes the output and gives it its final name. Also called after an interruption, so that what was complete is kept;
    /// it therefore takes no cancellation token and must be quick.
    /// </summary>
    /// <returns>The file that was written, or null where the sink writes none.</returns>
    ValueTask<string?> CompleteAsync(TimelineSummary summary);
}
