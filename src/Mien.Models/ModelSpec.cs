using System.Text.Json;
using System.Text.Json.Serialization;
using Mien.Core;

namespace Mien.Models;

/// <summary>
/// What a model is, without its weights: the name of the architecture and its sizes. Stored in configurations and checkpoints
/// as JSON in camelCase whose member <c>name</c> is <c>face</c>, <c>speech</c>, <c>fusion</c>, <c>features</c>, <c>face_detector</c> or <c>face_landmarks</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(FaceModelSpec), "face")]
[JsonDerivedType(typeof(SpeechModelSpec), "speech")]
[JsonDerivedType(typeof(FusionModelSpec), "fusion")]
[JsonDerivedType(typeof(FeatureModelSpec), "features")]
[JsonDerivedType(typeof(FaceDetectorSpec), "face_detector")]
[JsonDerivedType(typeof(FaceLandmarkSpec), "face_landmarks")]
public abstract record ModelSpec
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Number of emotion labels, at least 2; 1 for a model that does something else.</summary>
    public int Labels { get; init; } = 7;

    /// <summary>What the model recognises emotion from, <c>face</c>, <c>speech</c>, <c>fusion</c> or <c>features</c>, or what else it does: <c>face_detector</c> or <c>face_landmarks</c>.</summary>
    [JsonIgnore]
    public abstract string Task { get; }

    /// <summary>Whether the model recognises emotion, and is an <see cref="EmotionModel"/>.</summary>
    [JsonIgnore]
    public virtual bool TellsEmotion => true;

    /// <summary>Checks the ranges of all options.</summary>
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public virtual void Validate() => ModelOptionCheck.Require(Labels >= 2, "labels", "at least 2", Labels);

    /// <summary>The specification as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads a specification.</summary>
    /// <exception cref="UserErrorException">The text is not the JSON of a specification, or an option is unknown or out of its range.</exception>
    public static ModelSpec FromJson(string json)
    {
        try
        {
            ModelSpec spec = JsonSerializer.Deserialize<ModelSpec>(json, s_json) ?? throw new UserErrorException("The model specification is empty.");
            spec.Validate();
            return spec;
        }
        catch (NotSupportedException error) // what the serialiser throws where nothing says which specification it is
        {
            throw new UserErrorException("The model specification lacks the member name, which is face, speech, fusion, features, face_detector or face_landmarks.", error);
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"The model specification cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
