using Mien.Analysis;
using Mien.Media;

namespace Mien.Cli.Analyzing;

/// <summary>What a command asks to be analysed, and how much it wants to hear of it.</summary>
/// <param name="Inputs">The files, and the arguments that stand for none.</param>
/// <param name="Options">Settings of the analysis.</param>
/// <param name="Models">The model files.</param>
/// <param name="Quiet">Whether to print nothing but errors.</param>
/// <param name="Verbose">Whether to print the whole story of an error.</param>
internal sealed record AnalysisRequest(MediaDiscoveryResult Inputs, AnalysisOptions Options, AnalysisModelOptions Models, bool Quiet, bool Verbose);
