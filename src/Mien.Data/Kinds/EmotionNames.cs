using System.Collections.Frozen;

namespace Mien.Data.Kinds;

/// <summary>Mien's names for the words that datasets use for emotions.</summary>
public static class EmotionNames
{
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["neutral"] = "neutral neutrality",
        ["calm"] = "calm",
        ["happy"] = "happy happiness joy happily",
        ["sad"] = "sad sadness",
        ["surprise"] = "surprise surprised ps",
        ["fear"] = "fear fearful afraid anxiety",
        ["disgust"] = "disgust disgusted",
        ["anger"] = "anger angry",
        ["contempt"] = "contempt contemptuous",
        ["boredom"] = "boredom bored",
    }.SelectMany(pair => pair.Value.Split(' '), (pair, word) => KeyValuePair.Create(word, pair.Key)).ToFrozenDictionary();

    /// <summary>Mien's name for a word, whatever its case; another word in lower case where Mien has no name for it.</summary>
    public static string Of(string word)
    {
        string lower = word.Trim().ToLowerInvariant();
        return s_names.GetValueOrDefault(lower, lower);
    }
}
