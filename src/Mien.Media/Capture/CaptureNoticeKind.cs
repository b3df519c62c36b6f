namespace Mien.Media;

/// <summary>What happened to a live source.</summary>
public enum CaptureNoticeKind
{
    /// <summary>Its first frame or sound is there.</summary>
    Started,

    /// <summary>It is gone; it is tried again.</summary>
    Lost,

    /// <summary>It came back.</summary>
    Resumed,

    /// <summary>It is over and not tried again: a file at its end.</summary>
    Ended,

    /// <summary>Something is amiss, and the source goes on.</summary>
    Warning,
}
