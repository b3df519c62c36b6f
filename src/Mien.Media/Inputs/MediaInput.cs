namespace Mien.Media;

/// <summary>One file to read.</summary>
/// <param name="Path">The file, as the user would name it.</param>
/// <param name="Kind">What its name says it is; null where the name says nothing (its content decides when it is opened).</param>
public sealed record MediaInput(string Path, MediaKind? Kind);
