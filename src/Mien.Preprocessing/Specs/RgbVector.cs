using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mien.Preprocessing;

/// <summary>One value for each of the channels red, green and blue; JSON <c>[r, g, b]</c>.</summary>
/// <param name="Red">The value of channel 0.</param>
/// <param name="Green">The value of channel 1.</param>
/// <param name="Blue">The value of channel 2.</param>
[JsonConverter(typeof(RgbVectorConverter))]
public readonly record struct RgbVector(float Red, float Green, float Blue)
{
    /// <summary>The value of one channel.</summary>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channel"/> is not 0..2.</exception>
    public float this[int channel] => channel switch
    {
        0 => Red,
        1 => Green,
        2 => Blue,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "A colour has the channels 0 to 2."),
    };

    /// <summary>The three values in a new array: red, green, blue.</summary>
    public float[] ToArray() => [Red, Green, Blue];

    private sealed class RgbVectorConverter : JsonConverter<RgbVector>
    {
        public override RgbVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<float[]>(ref reader, options) is [float red, float green, float blue]
                ? new RgbVector(red, green, blue)
                : throw new JsonException("A colour vector must be a list of three numbers.");

        public override void Write(Utf8JsonWriter writer, RgbVector value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
