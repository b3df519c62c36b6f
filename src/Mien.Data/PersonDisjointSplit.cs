using Mien.Core;

namespace Mien.Data;

/// <summary>Guards the rule that numbers are only honest where nobody is in two parts of a dataset.</summary>
public static class PersonDisjointSplit
{
    /// <summary>Refuses parts that share a person.</summary>
    /// <param name="parts">Each part's name and the people in it (repetitions allowed).</param>
    /// <exception cref="UserErrorException">A person is in two parts; the message names person and parts.</exception>
    public static void Require(params ReadOnlySpan<(string Name, IEnumerable<string> People)> parts)
    {
        Dictionary<string, string> partOf = [];
        foreach ((string name, IEnumerable<string> people) in parts)
            foreach (string person in people.Distinct())
                if (!partOf.TryAdd(person, name))
                    throw new UserErrorException($"Person {person} is in both the {partOf[person]} and the {name} part; give each person to one part only.");
    }
}
