using System.Net.WebSockets;
using System.Text;

namespace Mien.Server.Streaming;

/// <summary>Why a session ends, with the code and the sentence that its client is told.</summary>
internal sealed class StreamClosure : Exception
{
    private const int LongestReason = 123; // bytes, RFC 6455, 5.5

    private StreamClosure(WebSocketCloseStatus status, string code, string sentence, bool isGraceful = false) : base(sentence) => (Status, Code, IsGraceful) = (status, code, isGraceful);

    /// <summary>The code that the connection is closed with.</summary>
    public WebSocketCloseStatus Status { get; }

    /// <summary>The same as a word, for the message before.</summary>
    public string Code { get; }

    /// <summary>Whether what is in flight is answered first.</summary>
    public bool IsGraceful { get; }

    /// <summary>Whether the client has closed the connection itself.</summary>
    public bool IsClientGone { get; private init; }

    /// <summary>The sentence, cut to what a close message holds.</summary>
    public string Reason
    {
        get
        {
            string reason = Message;
            while (Encoding.UTF8.GetByteCount(reason) > LongestReason)
                reason = reason[..^1];
            return reason;
        }
    }

    /// <summary>The client asked for the end.</summary>
    public static StreamClosure Ended() => new(WebSocketCloseStatus.NormalClosure, "ended", "The session is over.", isGraceful: true);

    /// <summary>The client closed the connection, or it broke.</summary>
    public static StreamClosure Gone() => new(WebSocketCloseStatus.NormalClosure, "gone", "The client went away.") { IsClientGone = true };

    /// <summary>The server stops.</summary>
    public static StreamClosure Stopping() => new(WebSocketCloseStatus.EndpointUnavailable, "stopping", "The server stops.", isGraceful: true);

    /// <summary>The session lasted as long as one may.</summary>
    public static StreamClosure TimeUp(TimeSpan most) => new(WebSocketCloseStatus.PolicyViolation, "limit", $"A session may last {most.TotalSeconds:0.###} seconds; begin another.", isGraceful: true);

    /// <summary>The client broke a limit.</summary>
    public static StreamClosure Limit(string sentence) => new(WebSocketCloseStatus.PolicyViolation, "limit", sentence);

    /// <summary>The client broke the protocol.</summary>
    public static StreamClosure Protocol(string sentence) => new(WebSocketCloseStatus.ProtocolError, "protocol", sentence);

    /// <summary>The client sends what it did not announce.</summary>
    public static StreamClosure Unannounced(string sentence) => new(WebSocketCloseStatus.InvalidMessageType, "unannounced", sentence);

    /// <summary>The client's text cannot be understood.</summary>
    public static StreamClosure Malformed(string sentence) => new(WebSocketCloseStatus.InvalidPayloadData, "malformed", sentence);

    /// <summary>A message is larger than allowed.</summary>
    public static StreamClosure TooBig(int most) => new(WebSocketCloseStatus.MessageTooBig, "too_big", $"A message is larger than the {most} bytes that are taken.");

    /// <summary>The server failed.</summary>
    public static StreamClosure Failed() => new(WebSocketCloseStatus.InternalServerError, "failed", "The server failed; its log says why.");
}
