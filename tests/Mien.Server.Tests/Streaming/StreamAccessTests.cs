using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Mien.Server.Tests.Streaming;

public sealed class StreamAccessTests
{
    private const string Token = "0123456789-größe-喜";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_comes_as_a_header_or_as_a_subprotocol()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission, Token = Token });
        Uri address = server.Client.BaseAddress!;
        string encoded = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Token));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(address, ["mien.v1", $"mien.token.{encoded}"]));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(address, [$"mien.token.{encoded}", "mien.v1"]));
        foreach (string wrong in (string[])["mien.token.", "mien.token.-", "mien.token.!!", "mien.token.MDEy", $"mien.token.{encoded}x", $"Mien.Token.{encoded}", encoded])
            Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(address, ["mien.v1", wrong]));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(address, ["mien.v1"]));
    }

    [Fact]
    public async Task A_header_with_the_token_opens_too()
    {
        const string Plain = "0123456789abcdef";
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission, Token = Plain });
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(server.Client.BaseAddress!, ["mien.v1"], ("Authorization", $"Bearer {Plain}")));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(server.Client.BaseAddress!, ["mien.v1"], ("Authorization", $"Bearer {Plain}0")));
        // A subprotocol opens nothing but streams.
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.Add("Sec-WebSocket-Protocol", $"mien.token.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Plain))}");
        using HttpClient stranger = new() { BaseAddress = server.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Pages_of_other_sites_are_kept_out()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission });
        Uri address = server.Client.BaseAddress!;
        string own = $"http://{address.Authority}";
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(address, ["mien.v1"], ("Origin", own)));
        foreach (string other in (string[])["http://evil.example", "null", $"http://127.0.0.1:{address.Port + 1}", $"http://localhost:{address.Port}", "https://127.0.0.1", $"{own}.evil.example", "nonsense"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(address, ["mien.v1"], ("Origin", other)));
            using HttpRequestMessage upload = new(HttpMethod.Post, "/v1/analyze") { Content = new ByteArrayContent(Media.Portrait) };
            upload.Headers.Add("Origin", other);
            Assert.Equal(HttpStatusCode.Forbidden, (await server.Client.SendAsync(upload, Cancellation)).StatusCode);
        }
    }

    [Theory]
    [InlineData("localhost", 101)]
    [InlineData("mien.localhost", 101)]
    [InlineData("127.8.9.1", 101)]
    [InlineData("[::1]", 101)]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("192.168.1.7", 421)]
    public async Task Names_that_are_not_this_machine_s_are_not_answered(string host, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission });
        string authority = $"{host}:{server.Client.BaseAddress!.Port}";
        // The page's origin fits: a site that points its own name here controls both.
        Assert.Equal((HttpStatusCode)status, await TryAsync(server.Client.BaseAddress, ["mien.v1"], ("Host", authority), ("Origin", $"http://{authority}")));
    }

    [Fact]
    public async Task With_a_token_any_name_is_answered()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission, Token = "0123456789abcdef" });
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(server.Client.BaseAddress!, ["mien.v1"], ("Host", "mien.example"), ("Origin", "https://mien.example"), ("Authorization", "Bearer 0123456789abcdef")));
    }

    [Fact]
    public async Task Without_an_upgrade_or_the_subprotocol_it_says_what_is_missing()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission });
        HttpResponseMessage plain = await server.Client.GetAsync("/v1/stream", Cancellation);
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        Assert.Equal("websocket", plain.Headers.Upgrade.Single().Name);
        Assert.Contains("mien.v1", await plain.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(server.Client.BaseAddress!, ["mien.v2"]));
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(server.Client.BaseAddress!, []));
    }

    private static Task<HttpStatusCode> TryAsync(Uri server, string[] protocols, params (string Name, string Value)[] headers) => StreamClient.TryConnectAsync(
        server,
        options =>
        {
            foreach (string protocol in protocols)
                options.AddSubProtocol(protocol);
            foreach ((string name, string value) in headers)
                options.SetRequestHeader(name, value);
        },
        Cancellation);
}
