namespace Mien.Server.Tests;

/// <summary>Tests of what the whole process holds: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>Its name.</summary>
    public const string Name = "alone";
}
