using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;

namespace Mien.Server.Tests;

/// <summary>Uploads that nobody should send, by a seeded generator; with the messages of MalformedStreamTests they are ten thousand.</summary>
public sealed class MalformedRequestTests
{
    private const int Requests = 1200;

    // Those that only a decoder can refuse take a process each.
    private const int EveryNthForTheDecoder = 12;

    private static readonly string[] s_types = ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"\"", "image/png", "application/json", "text/html"];

    private static readonly string[] s_names = ["../../../../etc/passwd", "..", "/dev/zero", "a\0b.png", "-i.png", "con:", "%2e%2e%2f", new('x', 5000), "\u202egnp.exe", "name\r\nX-Header: 1"];

    private static readonly string[] s_queries = ["?fps=%00", "?every=1e99", "?start=-1", "?duration=NaN", "?maxFaces=99999999999", "?wait=Infinity", "?wait=-1", "?noFace=maybe", "?landmarks=%ff%fe", "?minQuality=2&every=0"];

    [Fact]
    public async Task Never_break_the_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { MaxUploadBytes = 50_000 });
        Random random = new(7);
        byte[] wave = Media.Noise(0.5);
        for (int number = 0; number < Requests; number++)
        {
            using HttpRequestMessage request = number % EveryNthForTheDecoder == 0 ? ForTheDecoder(wave, random) : Refusable(random);
            using HttpResponseMessage answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 200 or 400 or 404 or 405 or 413 or 422, $"request {number}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
        await server.AssertNothingIsKeptAsync();
        using HttpResponseMessage good = await server.Client.PostAsync("/v1/analyze", new ByteArrayContent(wave), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)good.StatusCode);
    }

    private static HttpRequestMessage ForTheDecoder(byte[] wave, Random random)
    {
        HttpRequestMessage request = new(HttpMethod.Post, "/v1/analyze")
        {
            Content = new ByteArrayContent(random.Next(3) switch
            {
                0 => wave[..random.Next(wave.Length)], // cut off
                1 => Damaged(wave, random),
                _ => RandomBytes(random),
            }),
        };
        if (random.Next(2) == 0)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(s_types[random.Next(s_types.Length)]);
        return request;
    }

    private static HttpRequestMessage Refusable(Random random)
    {
        switch (random.Next(8))
        {
            case 0: // settings that are none
                return new(HttpMethod.Post, "/v1/analyze" + s_queries[random.Next(s_queries.Length)]) { Content = new ByteArrayContent(Media.Portrait[..100]) };
            case 1: // forms that are none
                ByteArrayContent form = new(RandomBytes(random));
                form.Headers.ContentType = MediaTypeHeaderValue.Parse(s_types[random.Next(3)]);
                return new(HttpMethod.Post, "/v1/analyze") { Content = form };
            case 2: // too large, with and without saying so
                return new(HttpMethod.Post, "/v1/analyze") { Content = random.Next(2) == 0 ? new ByteArrayContent(new byte[50_001]) : new StreamContent(new EndlessStream(random.Next(50_001, 200_000))) };
            case 3: // lists of other files
                return new(HttpMethod.Post, "/v1/analyze") { Content = new StringContent($"#EXTM3U\nfile://{s_names[random.Next(3)]}\n", Encoding.UTF8) };
            case 4: // pictures that say they are larger than any
                return new(HttpMethod.Post, "/v1/analyze") { Content = new ByteArrayContent(Bomb(random)) };
            case 5: // names that are ways
                MultipartFormDataContent named = new("boundary");
                ByteArrayContent file = new(Media.Portrait[..random.Next(8, 60)]);
                file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=file; filename=\"{s_names[random.Next(s_names.Length)].ReplaceLineEndings("")}\"");
                named.Add(file);
                return new(HttpMethod.Post, "/v1/analyze") { Content = named };
            case 6: // paths that are others
                return new(HttpMethod.Get, (string[])["/v1/jobs/../../etc/passwd", "/v1/jobs/%2e%2e%2f%2e%2e", "/v1/jobs/%00", "/v1/analyze/..%2f", "/v1/jobs/" + new string('a', 4000), "/models/../Mien.slnx"] is { } paths ? paths[random.Next(paths.Length)] : "");
            default: // pictures that end early
                return new(HttpMethod.Post, "/v1/analyze") { Content = new ByteArrayContent(Media.Portrait[..random.Next(40, 2000)]) };
        }
    }

    private static byte[] Bomb(Random random)
    {
        byte[] picture = Media.Portrait[..200];
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(16), random.Next(20_000, int.MaxValue)); // IHDR's width and height
        BinaryPrimitives.WriteInt32BigEndian(picture.AsSpan(20), random.Next(20_000, int.MaxValue));
        return picture;
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 3000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damaged(byte[] medium, Random random)
    {
        byte[] damaged = [.. medium];
        for (int i = 0; i < 20; i++)
            damaged[random.Next(200)] = (byte)random.Next(256);
        return damaged;
    }
}
