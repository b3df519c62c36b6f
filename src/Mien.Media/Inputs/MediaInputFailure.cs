namespace Mien.Media;

/// <summary>An argument for which no file was found.</summary>
/// <param name="Argument">What the user wrote.</param>
/// <param name="Message">One sentence: what, where, what to do.</param>
public sealed record MediaInputFailure(string Argument, string Message);
