namespace Mien.Media;

/// <summary>Which of a session's two senses something is about.</summary>
public enum CaptureModality
{
    /// <summary>The pictures, and the sound that comes with them where one source gives both.</summary>
    Camera,

    /// <summary>The sound of a source of its own.</summary>
    Microphone,
}
