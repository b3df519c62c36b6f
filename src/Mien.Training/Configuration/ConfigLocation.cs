namespace Mien.Training.Configuration;

/// <summary>Where a setting was written.</summary>
/// <param name="Source">The file, or <c>--set</c>.</param>
/// <param name="Line">Line in the file, from 1; 0 where there are no lines.</param>
public readonly record struct ConfigLocation(string Source, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Source}, line {Line}" : Source;
}
