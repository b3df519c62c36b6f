namespace Mien.Data.Kinds;

/// <summary>An item that is not to be used.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Reason">missing, empty, unreadable, damaged or duplicate.</param>
/// <param name="Detail">A sentence.</param>
public sealed record DroppedItem(string Path, string Reason, string Detail);
