using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mien.Server.Tests;

public sealed class AnalyzeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_becomes_a_timeline_and_nothing_is_kept()
    {
        RunningServer server = shared.Server;

        HttpResponseMessage answer = await server.Client.PostAsync("/v1/analyze", new ByteArrayContent(Media.Portrait), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement timeline = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("image", timeline.GetProperty("input").GetProperty("kind").GetString());
        Assert.Equal(1, timeline.GetProperty("summary").GetProperty("frames_with_face").GetInt32());
        await server.AssertNothingIsKeptAsync();
    }

    [Theory]
    [InlineData("portrait.png", "portrait.png")]
    [InlineData("../../../../etc/passwd", "passwd")]
    [InlineData("größe 喜.png", "größe 喜.png")]
    [InlineData("..", "upload")]
    [InlineData("-i /etc/passwd;rm.png", "passwd_rm.png")]
    public async Task A_form_may_call_its_file_what_it_likes(string name, string expected)
    {
        RunningServer server = shared.Server;
        using MultipartFormDataContent form = new() { { new StringContent("ignored"), "note" } };
        ByteArrayContent file = new(Media.Portrait);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileNameStar = name };
        form.Add(file);

        HttpResponseMessage answer = await server.Client.PostAsync("/v1/analyze", form, Cancellation);

        JsonElement timeline = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(expected, timeline.GetProperty("input").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_long_file_becomes_a_job_with_progress_result_and_end()
    {
        RunningServer server = shared.Server;

        HttpResponseMessage accepted = await server.Client.PostAsync("/v1/analyze?wait=0", new ByteArrayContent(Media.Noise(30)), Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        string location = accepted.Headers.Location!.ToString();
        JsonElement status = await accepted.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        for (int asked = 0; status.GetProperty("state").GetString() is "queued" or "running"; asked++)
        {
            Assert.True(asked < 600, status.ToString());
            await Task.Delay(50, Cancellation);
            status = await server.Client.GetFromJsonAsync<JsonElement>(location, Cancellation);
        }
        Assert.Equal("done", status.GetProperty("state").GetString());
        Assert.Equal(1, status.GetProperty("fraction").GetDouble());
        Assert.InRange(status.GetProperty("seconds").GetDouble(), 20, 30);
        string result = status.GetProperty("result").GetString()!;
        for (int time = 0; time < 2; time++)
            Assert.Equal("audio", (await server.Client.GetFromJsonAsync<JsonElement>(result, Cancellation)).GetProperty("input").GetProperty("kind").GetString());
        Assert.Single(server.Files()); // the result; the medium is gone
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(location, Cancellation)).StatusCode);
        await server.AssertNothingIsKeptAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(location, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Settings_reach_the_analysis()
    {
        RunningServer server = shared.Server;
        HttpResponseMessage answer = await server.Client.PostAsync("/v1/analyze?start=1.5&duration=2&noFace=true", new ByteArrayContent(Media.Noise(10)), Cancellation);
        JsonElement options = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("options");
        Assert.Equal((1.5, 2.0), (options.GetProperty("start_s").GetDouble(), options.GetProperty("duration_s").GetDouble()));
    }

    [Fact]
    public async Task A_full_queue_refuses_in_order()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { MaxQueue = 1 });
        byte[] noise = Media.Noise(240);

        HttpResponseMessage[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Client.PostAsync("/v1/analyze?wait=0", new ByteArrayContent(noise), Cancellation)))];

        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted), 1, 3);
        HttpResponseMessage refused = answers.First(answer => answer.StatusCode != HttpStatusCode.Accepted);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("try again", await ProblemAsync(refused));
    }

    [Fact]
    public async Task Stopping_finishes_what_is_in_flight()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Task<HttpResponseMessage> answer = server.Client.PostAsync("/v1/analyze", new ByteArrayContent(Media.Noise(60)), Cancellation);
        while (!server.Files().Any(file => file.Contains("/media/")))
            await Task.Delay(10, Cancellation);
        await Task.Delay(20, Cancellation); // from its place to the queue
        await server.StopAsync();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_stopped()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { MaxJobTime = TimeSpan.FromMilliseconds(1) });
        HttpResponseMessage answer = await server.Client.PostAsync("/v1/analyze", new ByteArrayContent(Media.Noise(60)), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("longer than", await ProblemAsync(answer));
    }

    [Theory]
    [InlineData("/v1/analyze", "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", 400, "The upload is text")]
    [InlineData("/v1/analyze", "", 400, "holds no file")]
    [InlineData("/v1/analyze", "\u0001\u0002\u0003 no medium", 422, "The upload ")]
    [InlineData("/v1/analyze?fps=many", "x", 400, "The setting fps cannot be 'many'.")]
    [InlineData("/v1/analyze?fps=-1", "x", 400, "The setting fps is -1")]
    [InlineData("/v1/analyze?wait=1e9", "x", 400, "The setting wait")]
    [InlineData("/v1/analyze?start=NaN", "x", 400, "The setting start")]
    [InlineData("/v1/analyze?noFace=true&noAudio=true", "x", 400, "nothing is left")]
    public async Task Bad_input_is_one_sentence(string path, string body, int status, string said)
    {
        RunningServer server = shared.Server;
        HttpResponseMessage answer = await server.Client.PostAsync(path, new StringContent(body), Cancellation);
        Assert.Equal(status, (int)answer.StatusCode);
        string sentence = await ProblemAsync(answer);
        Assert.Contains(said, sentence);
        Assert.DoesNotContain(server.Folder, sentence);
        await server.AssertNothingIsKeptAsync();
    }

    [Fact]
    public async Task Too_much_is_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { MaxUploadBytes = 10_000 });
        foreach (HttpContent content in (HttpContent[])[new ByteArrayContent(new byte[10_001]), new StreamContent(new EndlessStream(10_001))])
        {
            HttpResponseMessage answer = await server.Client.PostAsync("/v1/analyze", content, Cancellation);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Contains("0.01 MB", await ProblemAsync(answer));
        }
        await server.AssertNothingIsKeptAsync();
    }

    [Theory]
    [InlineData("GET", "/v1/analyze", 405)]
    [InlineData("GET", "/v1/jobs/../../etc/passwd", 404)]
    [InlineData("GET", "/v1/jobs/0123456789abcdef", 404)]
    [InlineData("DELETE", "/v1/jobs/%2e%2e", 404)]
    [InlineData("GET", "/nowhere", 404)]
    public async Task What_is_not_there_is_a_problem(string method, string path, int status)
    {
        RunningServer server = shared.Server;
        HttpResponseMessage answer = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }
}
