namespace Mien.Media;

/// <summary>What a list of arguments stands for.</summary>
/// <param name="Inputs">The files, each once, in the order of the arguments and by name within one.</param>
/// <param name="Failures">The arguments that stand for nothing.</param>
public sealed record MediaDiscoveryResult(IReadOnlyList<MediaInput> Inputs, IReadOnlyList<MediaInputFailure> Failures);
