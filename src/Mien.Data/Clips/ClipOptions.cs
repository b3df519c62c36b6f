namespace Mien.Data.Clips;

/// <summary>How clips become samples.</summary>
public sealed record ClipOptions
{
    /// <summary>Which sides of a clip the model takes.</summary>
    public ClipModality Modality { get; init; } = ClipModality.Both;

    /// <summary>Probability that the face of a training sample is hidden, where it has a voice too, 0..1.</summary>
    public float HideFaceProbability { get; init; }

    /// <summary>Probability that the voice of a training sample is hidden, where its face is not, 0..1.</summary>
    public float HideVoiceProbability { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        if (!(HideFaceProbability >= 0 && HideFaceProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(HideFaceProbability), HideFaceProbability, $"{nameof(HideFaceProbability)} must be from 0 to 1.");
        if (!(HideVoiceProbability >= 0 && HideVoiceProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(HideVoiceProbability), HideVoiceProbability, $"{nameof(HideVoiceProbability)} must be from 0 to 1.");
    }
}
