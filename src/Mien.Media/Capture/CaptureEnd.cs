namespace Mien.Media;

/// <summary>How one run of a source ended.</summary>
/// <param name="IsOver">Whether there is nothing to try again: a recording at its end.</param>
/// <param name="Reason">Why, as the end of a sentence, for example <c>No such device</c>; null where nothing is known.</param>
internal readonly record struct CaptureEnd(bool IsOver, string? Reason);
