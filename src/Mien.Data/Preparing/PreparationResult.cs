using Mien.Data.Kinds;

namespace Mien.Data.Preparing;

/// <summary>What preparing a dataset made.</summary>
/// <param name="Pictures">Pictures of faces written.</param>
/// <param name="Recordings">Recordings written.</param>
/// <param name="Left">Items of which nothing was made, and why.</param>
public sealed record PreparationResult(int Pictures, int Recordings, IReadOnlyList<DroppedItem> Left);
