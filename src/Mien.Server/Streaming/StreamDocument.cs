using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Mien.Server.Streaming;

/// <summary>What the OpenAPI document says of live streams; OpenAPI knows no WebSockets, so that their messages are told in words and examples.</summary>
internal static class StreamDocument
{
    /// <summary>Name of the operation.</summary>
    public const string Operation = "stream";

    private const string Description = """
        Upgrade to a WebSocket with the subprotocol `mien.v1`. Frames and sound go in as binary messages with capture times; exactly one reply, a result or an
        error, comes back for each frame, in order. The whole protocol: docs/stream-protocol.md.

        The client's first message, text:

            {"type":"start","video":{"format":"jpeg","width":640,"height":480},"audio":{"format":"s16le","sampleRateHz":16000},"options":{"maxFaces":10,"landmarks":false}}

        Then binary messages: 16 bytes, little endian (kind: 1 JPEG, 2 RGB, 3 sound; three zeros; uint32 number from 0; int64 capture time in microseconds), and the
        payload. JPEG frame 2, captured after 66,667 us:

            01 00 00 00 02 00 00 00 6b 04 01 00 00 00 00 00 ff d8 ff ...

        The server's replies, text:

            {"type":"result","sequence":2,"time":66667,"faces":[{"id":1,"box":[212.5,96.2,148.3,171.9],"score":0.9312,"emotion":"happy","probabilities":{...},"smoothed":{...},"quality":{...}}],"speech":null,"sync":{...},"level":{"index":0,"name":"full","reason":null},"skipped":false,"timing":{...}}
            {"type":"error","sequence":3,"code":"dropped","message":"Newer frames came before this one's turn."}

        `{"type":"end"}` ends the session: what is in flight is answered, then comes `{"type":"end","frames":4,"results":3,"errors":1}`. Without an upgrade this path answers 426 where a
        session would be let in, and 503 where not.
        """;

    /// <summary>Fills in the operation.</summary>
    public static void Describe(OpenApiOperation operation)
    {
        operation.Description = Description;
        operation.Parameters =
        [
            Header("Upgrade", "The upgrade.", "websocket", required: true),
            Header("Sec-WebSocket-Version", "The version of RFC 6455.", "13", required: true),
            Header("Sec-WebSocket-Protocol", "The subprotocol; a page in a browser adds the token, as `mien.token.` and its bytes in base64url.", "mien.v1, mien.token.MDEyMzQ1Njc4OWFiY2RlZg", required: true),
            Header("Authorization", "The token, where the server has one, from clients that can send headers.", "Bearer 0123456789abcdef", required: false),
        ];
        operation.Responses = new OpenApiResponses
        {
            ["101"] = new OpenApiResponse { Description = "Switching to the WebSocket; `Sec-WebSocket-Protocol` is `mien.v1`." },
            ["400"] = Problem("The subprotocol `mien.v1` was not asked for."),
            ["401"] = Problem("No token, or another one."),
            ["403"] = Problem("The request comes from another site's page."),
            ["421"] = Problem("The server asks for no token, and `Host` is no name of this machine."),
            ["426"] = Problem("No upgrade was asked for; a session would be let in."),
            ["503"] = Problem("No more sessions are carried, or the server stops; `Retry-After` says when to ask again."),
        };
    }

    private static OpenApiParameter Header(string name, string description, string example, bool required) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Required = required,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };

    private static OpenApiResponse Problem(string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails") } },
    };
}
