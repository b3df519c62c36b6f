namespace Mien.Server.Streaming;

/// <summary>A frame's place among the replies.</summary>
internal sealed class ReplySlot
{
    /// <summary>The reply; null until it is known.</summary>
    public byte[]? Message { get; set; }
}
