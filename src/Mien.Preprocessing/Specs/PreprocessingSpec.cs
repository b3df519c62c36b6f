using System.Text.Json;
using System.Text.Json.Serialization;
using Mien.Core;

namespace Mien.Preprocessing;

/// <summary>
/// All that turns media into a model's input, and the names of its outputs. It is stored with the weights (checkpoint,
/// ONNX metadata <c>mien.spec</c>) as JSON; training and inference read the same one, so they cannot drift apart.
/// </summary>
public sealed record PreprocessingSpec
{
    /// <summary>The newest version this code reads and the one it writes.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_compact = MakeOptions(indented: false);
    private static readonly JsonSerializerOptions s_indented = MakeOptions(indented: true);

    /// <summary>Version of this contract.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The face input, or null where the model takes no face.</summary>
    public ImageSpec? Image { get; init; }

    /// <summary>The sound input, or null where the model takes no sound.</summary>
    public AudioSpec? Audio { get; init; }

    /// <summary>The input of extracted features, or null where the model takes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // the text of models of faces and speech stays what it was
    public FeatureSpec? Features { get; init; }

    /// <summary>Names of the model's outputs, in their order.</summary>
    public required EmotionLabelSet Labels { get; init; }

    /// <summary>Checks every value of every part.</summary>
    /// <returns>This spec.</returns>
    /// <exception cref="UserErrorException">A value is out of its range or there is no input at all.</exception>
    public PreprocessingSpec Validate()
    {
        SpecRule.Require(Version is >= 1 and <= CurrentVersion, "version", Version, $"1 to {CurrentVersion}");
        if (Image is null && Audio is null && Features is null)
            throw new UserErrorException("The preprocessing spec has neither an image nor an audio nor a features part, but a model needs at least one.");
        Image?.Validate();
        Audio?.Validate();
        Features?.Validate();
        return this;
    }

    /// <summary>The shape of a model's input, by its name in the model's file.</summary>
    /// <param name="input"><c>image</c>, <c>audio</c> or <c>features</c>.</param>
    /// <returns>(-1, 3, Height, Width), (-1, 1, MelBands, Frames), (-1, Dimension) or (-1, Steps, Dimension), -1 being the batch; null where this spec has no such input.</returns>
    public long[]? ShapeOf(string input) => input switch
    {
        "image" when Image is { } image => [-1, 3, image.Height, image.Width],
        "audio" when Audio is { } audio => [-1, 1, audio.MelBands, audio.Frames],
        "features" when Features is { } features => [-1, .. features.Shape.Select(size => (long)size)],
        _ => null,
    };

    /// <summary>The spec as JSON with camelCase names.</summary>
    public string ToJson(bool indented = false) => JsonSerializer.Serialize(this, indented ? s_indented : s_compact);

    /// <summary>Reads a spec and checks it.</summary>
    /// <exception cref="UserErrorException">
    /// Not JSON, a newer version, a member this version does not know, a member missing, or a value out of its range.
    /// </exception>
    public static PreprocessingSpec FromJson(string json)
    {
        try
        {
            RefuseNewerVersion(json);
            PreprocessingSpec spec = JsonSerializer.Deserialize<PreprocessingSpec>(json, s_compact)
                ?? throw new JsonException("it is null");
            return spec.Validate();
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                $"The preprocessing spec cannot be read ({error.Message.ReplaceLineEndings(" ")}); it was made by another program or another version of Mien.", error);
        }
    }

    private static void RefuseNewerVersion(string json)
    {
        // Looked at first: a newer spec may hold members that are unknown here, and the version is the better explanation.
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("version", out JsonElement version)
            && version.TryGetInt32(out int number) && number > CurrentVersion)
            throw new UserErrorException(
                $"The preprocessing spec has version {number}, but this Mien reads versions up to {CurrentVersion}; update Mien.");
    }

    private static JsonSerializerOptions MakeOptions(bool indented)
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            WriteIndented = indented,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new EmotionLabelSetConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
