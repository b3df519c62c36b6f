using System.Net;

namespace Mien.Server.Tests;

/// <summary>The web application's files: how they are served, to whom, and what is said where there are none.</summary>
public sealed class WebPageTests : IDisposable
{
    private const string Token = "a-token-of-some-length";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public WebPageTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "assets"));
        File.WriteAllText(Path.Combine(_folder.Path, "index.html"), "<!doctype html><title>page</title>");
        File.WriteAllText(Path.Combine(_folder.Path, "assets", "index-1a2b.js"), "export {};");
        File.WriteAllText(Path.Combine(_folder.Path, "assets", "ort-1a2b.mjs"), "export {};");
        File.WriteAllBytes(Path.Combine(_folder.Path, "assets", "ort-1a2b.wasm"), [0, 1, 2]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/", "text/html", "no-cache")]
    [InlineData("/index.html", "text/html", "no-cache")]
    [InlineData("/assets/index-1a2b.js", "text/javascript", "public, max-age=31536000, immutable")]
    [InlineData("/assets/ort-1a2b.mjs", "text/javascript", "public, max-age=31536000, immutable")]
    [InlineData("/assets/ort-1a2b.wasm", "application/wasm", "public, max-age=31536000, immutable")]
    public async Task Files_come_with_their_type_and_how_long_they_hold(string path, string type, string caching)
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage answer = await server.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(caching, string.Join(",", answer.Headers.GetValues("Cache-Control")));
    }

    [Fact]
    public async Task The_page_and_the_models_need_no_token_and_all_else_does()
    {
        await using RunningServer server = await StartAsync(Token);
        server.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/models/face-detector.onnx", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/metrics", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/assets/absent.js", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("face-detector")]
    [InlineData("face-landmarks")]
    [InlineData("face-emotion")]
    [InlineData("speech-emotion")]
    public async Task A_browser_gets_the_models_once(string name)
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage first = await server.Client.GetAsync($"/models/{name}.onnx", Cancellation);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "models", $"{name}.onnx")), await first.Content.ReadAsByteArrayAsync(Cancellation));
        using HttpRequestMessage again = new(HttpMethod.Get, $"/models/{name}.onnx");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(again, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/models/")]
    [InlineData("/models/face-emotion.md")]
    [InlineData("/models/../Mien.slnx")]
    [InlineData("/models/%2e%2e/Mien.slnx")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/")]
    public async Task Nothing_else_can_be_had(string path)
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(path, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/assets/index-1a2b.js")]
    [InlineData("/healthz")]
    [InlineData("/absent")]
    [InlineData("/v1/jobs/absent")]
    public async Task Every_answer_tells_browsers_what_they_may_do(string path)
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage answer = await server.Client.GetAsync(path, Cancellation);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe-inline", policy);
        Assert.DoesNotContain("'unsafe-eval'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.StartsWith("camera=(self), microphone=(self)", string.Join(", ", answer.Headers.GetValues("Permissions-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("require-corp", Assert.Single(answer.Headers.GetValues("Cross-Origin-Embedder-Policy")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/does/not/exist")]
    public async Task Where_it_is_not_built_the_page_says_so(string? folder)
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { WebFolder = folder });
        HttpResponseMessage answer = await server.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("is not built; start it with ./mien serve", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private Task<RunningServer> StartAsync(string? token = null) => RunningServer.StartAsync(new ServerOptions { WebFolder = _folder.Path, Token = token });
}
