using System.Text.Json;
using System.Text.Json.Serialization;
using Mien.Core;

namespace Mien.Preprocessing;

/// <summary>Writes an <see cref="EmotionLabelSet"/> as a list of names, in the model's order.</summary>
internal sealed class EmotionLabelSetConverter : JsonConverter<EmotionLabelSet>
{
    public override EmotionLabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string[] names = JsonSerializer.Deserialize<string[]>(ref reader, options)
            ?? throw new JsonException("The emotion labels must be a list of names.");
        try
        {
            return new EmotionLabelSet(names);
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, EmotionLabelSet value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
