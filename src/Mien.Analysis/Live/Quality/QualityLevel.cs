namespace Mien.Analysis;

/// <summary>How thoroughly the frames of a live stream are analysed: one step of a ladder from full quality downwards.</summary>
/// <param name="Index">Place on its ladder; 0 is full quality.</param>
/// <param name="Name">What it is called where it is shown.</param>
/// <param name="FacePictureWidth">Width in pixels of the pictures that the face model is given where its network takes other sizes than its own; null for the model's own.</param>
/// <param name="SpeechEveryNthWindow">Every how manieth window of speech is listened to, at least 1; 0 for none.</param>
/// <param name="AnalyzeEveryNthFrame">Every how manieth frame is analysed, at least 1; those between repeat what the one before showed.</param>
/// <param name="DetectEveryNthFrame">Every how manieth analysed frame is searched for faces as a whole, at least 1, where the session's own setting is not more.</param>
public sealed record QualityLevel(int Index, string Name, int? FacePictureWidth, int SpeechEveryNthWindow, int AnalyzeEveryNthFrame, int DetectEveryNthFrame = 1)
{
    /// <summary>Everything that the models can do.</summary>
    public static QualityLevel Full { get; } = new(0, "full", null, 1, 1);
}
