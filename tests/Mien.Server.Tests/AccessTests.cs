using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mien.Core;

namespace Mien.Server.Tests;

public sealed class AccessTests
{
    private const string Token = "0123456789abcdef0123";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_guards_all_but_health()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Token = Token });
        foreach (string? wrong in (string?[])[null, "", "0123456789abcdef0124", Token + " x", "größe"])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
            using HttpClient stranger = new() { BaseAddress = server.Client.BaseAddress };
            if (wrong is not null)
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Uri.EscapeDataString(wrong)}");
            HttpResponseMessage answer = await stranger.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            foreach (string open in (string[])["/healthz", "/readyz"])
                Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(open, Cancellation)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics", Cancellation)).StatusCode);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "needs a token")]
    [InlineData("http://*:5080", "needs a token")]
    [InlineData("http://[::]:5080", "needs a token")]
    [InlineData("http://192.168.1.2:5080", "needs a token")]
    [InlineData("http://example.org:5080", "needs a token")]
    [InlineData("5080", "no address")]
    [InlineData("ftp://127.0.0.1", "no address")]
    public void Beyond_this_machine_a_token_is_required(string url, string said) =>
        Assert.Contains(said, Assert.Throws<UserErrorException>(() => new ServerOptions { Urls = [url] }.Validate()).Message);

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://127.3.2.1:5080")]
    public void On_this_machine_none_is(string url) => new ServerOptions { Urls = [url] }.Validate();

    [Fact]
    public void With_a_token_other_machines_may_come()
    {
        new ServerOptions { Urls = ["http://0.0.0.0:5080"], Token = Token }.Validate();
        Assert.Contains("16 characters", Assert.Throws<UserErrorException>(() => new ServerOptions { Token = "short" }.Validate()).Message);
    }

    [Fact]
    public async Task What_was_served_is_counted()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/v1/analyze", new ByteArrayContent(Media.Portrait), Cancellation);
        await server.Client.PostAsync("/v1/analyze", new StringContent("text"), Cancellation);
        await server.Client.GetAsync("/a/path/of/the/callers/choice", Cancellation);

        string[] lines = (await server.Client.GetStringAsync("/metrics", Cancellation)).Split('\n');

        Assert.Contains("mien_requests_total{route=\"/v1/analyze\",status=\"200\"} 1", lines);
        Assert.Contains("mien_requests_total{route=\"/v1/analyze\",status=\"400\"} 1", lines);
        Assert.Contains("mien_requests_total{route=\"none\",status=\"404\"} 1", lines);
        Assert.Contains("mien_jobs_total{state=\"done\"} 1", lines);
        Assert.Contains("mien_job_seconds_count 1", lines);
        Assert.DoesNotContain(lines, line => line.Contains("choice"));
    }

    [Fact]
    public async Task The_document_describes_every_path()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement document = await server.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);
        Assert.Equal(
            ["/healthz", "/metrics", "/readyz", "/v1/analyze", "/v1/jobs/{id}", "/v1/jobs/{id}/result", "/v1/stream"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        JsonElement analyze = document.GetProperty("paths").GetProperty("/v1/analyze").GetProperty("post");
        Assert.True(analyze.GetProperty("requestBody").GetProperty("content").TryGetProperty("multipart/form-data", out _));
        JsonElement stream = document.GetProperty("paths").GetProperty("/v1/stream").GetProperty("get");
        Assert.Contains("\"type\":\"start\"", stream.GetProperty("description").GetString());
        Assert.Equal(["101", "400", "401", "403", "421", "426", "503"], stream.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal));
        Assert.Contains(stream.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("example").GetString() == "websocket");
        Assert.Contains(analyze.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("description").GetString() is { Length: > 10 });
    }
}
