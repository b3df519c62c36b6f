namespace Mien.Interop.OnnxRuntime;

/// <summary>What runs a model, and why.</summary>
/// <param name="Provider">The provider; never <see cref="OrtExecutionProvider.Auto"/>.</param>
/// <param name="Reason">Why it is this one, as half a sentence.</param>
public sealed record OrtProviderChoice(OrtExecutionProvider Provider, string Reason)
{
    /// <summary>A choice that was the caller's.</summary>
    public static OrtProviderChoice AsAsked(OrtExecutionProvider provider) => new(provider, "as asked");

    /// <inheritdoc/>
    public override string ToString() => $"{OrtExecutionProviders.Title(Provider)} ({Reason})";
}
