namespace Mien.Torch;

/// <summary>A Python name that a pickle refers to. It is only ever compared with a list of known names.</summary>
/// <param name="Name">Module and name, for example <c>collections.OrderedDict</c>.</param>
internal sealed record PickleGlobal(string Name);
