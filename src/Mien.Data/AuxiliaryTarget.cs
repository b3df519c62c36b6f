namespace Mien.Data;

/// <summary>Numbers that some samples carry beside their emotion label, for the further heads of a multi-task model.</summary>
/// <param name="Name">Name of the head.</param>
/// <param name="Length">Numbers a sample.</param>
/// <param name="Missing">What stands for a number that the sample does not have; such numbers do not enter the loss.</param>
public sealed record AuxiliaryTarget(string Name, int Length, float Missing)
{
    /// <summary>
    /// 68 landmarks in iBUG's order (Sagonas et al., ICCV workshops 2013): x0, y0, x1, y1, ..., each a fraction of the input
    /// picture's width or height. A missing point is (-1, -1).
    /// </summary>
    public static AuxiliaryTarget Landmarks68 { get; } = new("landmarks", 136, -1);

    /// <summary>For each of the 68 landmarks 1 where something hides it and 0 where it is in sight; -1 where that is not known.</summary>
    public static AuxiliaryTarget Hidden68 { get; } = new("hidden", 68, -1);

    /// <summary>Valence and arousal (Russell 1980), each -1..1; missing ones are -2, as in AffectNet.</summary>
    public static AuxiliaryTarget ValenceArousal { get; } = new("valence_arousal", 2, -2);
}
