using Mien.Analysis;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Media;

namespace Mien.Cli.Analyzing;

/// <summary>Analyses inputs one after the other; one that fails does not keep the others from being analysed.</summary>
internal sealed class AnalysisRun(Terminal terminal, AnalysisRequest request)
{
    private readonly OutputNames _names = new();

    /// <summary>Runs to the end, or to the first moment after a cancellation.</summary>
    /// <returns>The outcome of each input that was reached.</returns>
    /// <exception cref="UserErrorException">An option is wrong or a model cannot be used: no input could be analysed.</exception>
    /// <exception cref="OperationCanceledException">Stopped before anything was written.</exception>
    public async Task<IReadOnlyList<AnalysisOutcome>> RunAsync(CancellationToken cancellation)
    {
        request.Options.Validate();
        List<AnalysisOutcome> outcomes = [.. request.Inputs.Failures.Select(failure => Failed(failure.Argument, new UserErrorException(failure.Message)))];
        if (request.Inputs.Inputs.Count == 0)
            return outcomes;

        using Analyzer analyzer = Analyzer.Load(request.Models);
        if (request.Models.Provider.Provider != OrtExecutionProvider.Cpu && analyzer.Models.Provider is { } provider)
            terminal.Error.Profile.Out.Writer.WriteLine($"The models run on {provider}.");
        await ProgressDisplay.RunAsync(terminal, request.Quiet, request.Inputs.Inputs.Count, async display =>
        {
            foreach (MediaInput input in request.Inputs.Inputs)
            {
                cancellation.ThrowIfCancellationRequested();
                outcomes.Add(await AnalyzeOneAsync(analyzer, input, display, cancellation));
                if (outcomes[^1].Result?.Summary.Interrupted == true)
                    break;
            }
        });
        return outcomes;
    }

    private async Task<AnalysisOutcome> AnalyzeOneAsync(Analyzer analyzer, MediaInput input, ProgressDisplay display, CancellationToken cancellation)
    {
        try
        {
            AnalysisOptions options = request.Options with { OutputName = _names.For(input.Path) };
            using InputProgress progress = display.Begin(input.Path);
            AnalysisResult result = await analyzer.AnalyzeAsync(input, options, progress, cancellation);
            return new AnalysisOutcome(input.Path, result, null);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return Failed(input.Path, error);
        }
    }

    private AnalysisOutcome Failed(string input, Exception error)
    {
        Failure failure = Failure.From(error);
        bool namesInput = failure.Sentence.Contains(Path.GetFileName(input), StringComparison.Ordinal);
        terminal.WriteError(namesInput ? failure.Sentence : $"{input}: {failure.Sentence}");
        if (request.Verbose)
            terminal.Error.Profile.Out.Writer.WriteLine(error);
        return new AnalysisOutcome(input, null, failure);
    }
}
