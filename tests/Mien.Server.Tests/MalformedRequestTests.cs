using System.Net.Http.Headers;

namespace Mien.Server.Tests;

public sealed class MalformedRequestTests
{
    private const int Requests = 120;

    [Fact]
    public async Task Never_break_the_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { MaxUploadBytes = 50_000 });
        Random random = new(7);
        byte[] wave = Media.Noise(0.5);
        for (int number = 0; number < Requests; number++)
        {
            byte[] body = random.Next(4) switch
            {
                0 => wave[..random.Next(wave.Length)], // cut off
                1 => Media.Portrait[..random.Next(2000)],
                2 => Damaged(wave, random),
                _ => RandomBytes(random),
            };
            using HttpRequestMessage request = new(HttpMethod.Post, random.Next(3) == 0 ? "/v1/analyze?fps=" + Uri.EscapeDataString(Convert.ToBase64String(RandomBytes(random).AsSpan(0, 1))) : "/v1/analyze");
            request.Content = new ByteArrayContent(body);
            string[] types = ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"\"", "image/png", "application/json"];
            if (random.Next(2) == 0)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(types[random.Next(types.Length)]);
            using HttpResponseMessage answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 200 or 400 or 413 or 422, $"request {number}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
        await server.AssertNothingIsKeptAsync();
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
