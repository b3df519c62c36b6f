using System.Globalization;
using System.Text.Json;
using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>The live panel, with a camera and a microphone that are files, against a real server.</summary>
public sealed class LiveTests(Stage stage) : PageTest(stage)
{
    private const string Chart = "document.querySelector('#people .person canvas').toDataURL()";

    [Fact]
    public async Task Nothing_starts_before_consent()
    {
        await using BrowserPage page = await OpenAsync();
        await page.WaitTextAsync("#consent", "are sent to the server that this page came from");
        Assert.Equal(Stage.Server.Address.Authority, await page.TextAsync("#server-name"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#camera-view').srcObject === null"));
        Assert.Equal(0, page.SentMessages);
        await page.ClickAsync("input[value=browser]");
        await page.WaitTextAsync("#consent", "No picture, no sound and no result leaves this device.");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task One_face_a_label_and_a_timeline_that_moves()
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        await AssertOneFaceAsync(page);

        string before = await page.EvaluateAsync<string>(Chart);
        await page.WaitAsync($"{Chart} !== {BrowserPage.Quote(before)}");
        // The box: something is painted over the picture where the face is.
        await page.WaitAsync("(() => { const c = document.querySelector('#camera-overlay'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); })()");
        await page.WaitAsync("/\\d+ ms/.test(document.querySelector('[data-readout=latency]').innerText)");
        await page.WaitAsync("/^-?\\d+ ms/.test(document.querySelector('[data-readout=offset]').innerText)");
        await page.WaitTextAsync("#level-name", "full");
        await page.WaitVisibleAsync("#voice");
        Assert.InRange(Math.Abs(int.Parse((await page.TextAsync("[data-readout=offset]")).Split(' ')[0], CultureInfo.InvariantCulture)), 0, 100);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task What_was_seen_can_be_saved()
    {
        string folder = Directory.CreateTempSubdirectory("mien-web-saved-").FullName;
        try
        {
            await using BrowserPage page = await OpenAsync();
            await page.SaveDownloadsAsync(folder);
            await StartAsync(page);
            await WaitForResultsAsync(page);
            await page.ClickAsync("#stop");
            await page.WaitTextAsync("#live-status", "Stopped");
            await page.ClickAsync("#export-csv");
            await page.ClickAsync("#export-json");
            string csv = await SavedAsync(Path.Combine(folder, "mien-live.csv")), json = await SavedAsync(Path.Combine(folder, "mien-live.json"));

            string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.StartsWith("input,frame,time_s,session,face_id,face_confidence,x,y,width,height,", lines[0]);
            JsonElement rows = JsonDocument.Parse(json).RootElement.GetProperty("rows");
            Assert.Equal(lines.Length - 1, rows.GetArrayLength());
            JsonElement seen = rows.EnumerateArray().Last(row => row.TryGetProperty("emotions", out _));
            Assert.Equal(1, seen.GetProperty("emotions").EnumerateObject().Sum(emotion => emotion.Value.GetDouble()), 3);
            // The head is in the middle of the camera's picture, a third of its height.
            Assert.InRange(seen.GetProperty("x").GetDouble() + (seen.GetProperty("width").GetDouble() / 2), 250, 550);
            double[] times = [.. rows.EnumerateArray().Select(row => row.GetProperty("time_s").GetDouble())];
            Assert.Equal(times.Order(), times);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Paused_it_sends_nothing()
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        await page.ClickAsync("#pause");
        await page.WaitTextAsync("#live-status", "Paused: nothing is sent");
        await AssertSilentAsync(page);
        await page.ClickAsync("#pause");
        await page.WaitTextAsync("#live-status", "Running on the server");
        await WaitForResultsAsync(page);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task Hidden_it_sends_nothing_until_it_is_seen_again()
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        await using (BrowserPage other = await page.OpenAnotherAsync())
        {
            await other.BringToFrontAsync();
            await page.WaitAsync("document.hidden");
            await page.WaitAsync("document.querySelector('#live-status').textContent.includes('The page is hidden')");
            await AssertSilentAsync(page);
        }
        await page.BringToFrontAsync();
        await page.WaitTextAsync("#live-status", "Running on the server");
        await WaitForResultsAsync(page);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task Refused_it_says_what_to_do_and_can_be_started_again()
    {
        await using BrowserPage page = await OpenAsync(isAllowed: false);
        await page.ClickAsync("#start");
        await page.WaitTextAsync("#live-message", "was not allowed to use camera and microphone; allow it in the settings of this page");
        await page.WaitVisibleAsync("#start");
        Assert.Equal("start", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal(0, page.SentMessages);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task Without_devices_it_says_so()
    {
        await using Chromium browser = await Chromium.StartAsync(null, null);
        await using BrowserPage page = await browser.OpenAsync(Stage.Server.Address);
        await page.ClickAsync("#start");
        await page.WaitTextAsync("#live-message", "No camera or no microphone was found; connect one");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_browser_whose_audio_never_starts_as_without_a_sound_output_goes_on_with_the_camera()
    {
        await using BrowserPage page = await OpenAsync();
        await page.RunAsync("AudioContext.prototype.resume = () => new Promise(() => {})");
        await page.ClickAsync("#start");
        await page.WaitTextAsync("#live-notice", "The microphone cannot be read (the browser’s audio does not start); the camera goes on without it.");
        await page.WaitVisibleAsync("#people .person");
        await page.WaitTextAsync("#live-status", "Running on the server");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#camera-view').srcObject.getAudioTracks().every(track => track.readyState === 'ended')"));
        AssertNoComplaints(page);
    }

    [Theory]
    [InlineData("camera", "Video")]
    [InlineData("microphone", "Audio")]
    public async Task A_device_that_goes_away_is_opened_again_and_the_other_goes_on(string device, string kind)
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        // Chromium's stand-ins cannot be unplugged: the track ends as if it were, and the device is found at the third asking.
        await page.EvaluateAsync<bool>($$"""
            (() => {
              const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
              let misses = 2;
              devices.getUserMedia = wish => misses-- > 0 ? Promise.reject(new DOMException('gone', 'NotFoundError')) : open(wish);
              const [track] = document.querySelector('#camera-view').srcObject.get{{kind}}Tracks();
              track.stop();
              return track.dispatchEvent(new Event('ended'));
            })()
            """);
        await page.WaitTextAsync("#live-status", $"The {device} is gone: waiting until it is connected again");
        int sent = page.SentMessages;
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        Assert.StartsWith($"The {device} is gone", await page.TextAsync("#live-status"));
        Assert.True(page.SentMessages > sent);
        await page.WaitTextAsync("#live-status", "Running on the server");
        Assert.True(await page.EvaluateAsync<bool>($"document.querySelector('#camera-view').srcObject.get{kind}Tracks().every(track => track.readyState === 'live')"));
        await WaitForResultsAsync(page);
        await page.WaitVisibleAsync("#people .person");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task Pictures_of_another_size_as_of_a_phone_that_is_turned_are_gone_on_with()
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        await page.EvaluateAsync<bool>("""
            document.querySelector('#camera-view').srcObject.getVideoTracks()[0]
              .applyConstraints({ width: { exact: 360 }, height: { exact: 480 }, resizeMode: 'crop-and-scale' }).then(() => true)
            """);
        await page.WaitAsync("document.querySelector('#camera-view').videoWidth === 360");
        // Numbers begin anew with the session that takes the new size, so the person of the old one fades and another comes.
        await page.WaitAsync("document.querySelectorAll('#people .person').length > 1");
        await page.WaitTextAsync("#live-status", "Running on the server");
        await WaitForResultsAsync(page);
        Assert.Equal("", await page.EvaluateAsync<string>("document.querySelector('#live-message').textContent"));
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_server_that_goes_away_is_found_again()
    {
        await using WebServer server = await WebServer.StartAsync();
        await using BrowserPage page = await Stage.Browser.OpenAsync(server.Address);
        await StartAsync(page);
        await server.StopAsync();
        await page.WaitTextAsync("#live-status", "Trying again in");
        await server.StartAgainAsync();
        await page.WaitTextAsync("#live-status", "Running on the server");
        await WaitForResultsAsync(page);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task On_a_slow_network_frames_are_left_out_and_results_stay_recent()
    {
        await using SlowRelay network = new(Stage.Server.Address);
        await using BrowserPage page = await Stage.Browser.OpenAsync(network.Address);
        await StartAsync(page);
        network.Limit(100_000); // sound alone takes a third of it
        await page.WaitTextAsync("#live-notice", "some frames are left out, so that what you see stays recent");
        await page.WaitAsync("Number(document.querySelector('[data-readout=leftOut]').innerText) > 10");
        await WaitForResultsAsync(page);
        int latencyMs = int.Parse((await page.TextAsync("[data-readout=latency]")).Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(latencyMs, 1, 5000);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task The_quality_level_and_its_reason_are_shown()
    {
        // No machine answers in 10 ms with a frame that waits for its sound: the level goes down. The window is long enough for the five results
        // that it takes on a crowded machine, and no longer, as the first one of a stream does not count.
        await using WebServer server = await WebServer.StartAsync(streams: WebServer.Patient with { Quality = new() { TargetLatency = TimeSpan.FromMilliseconds(10), Window = TimeSpan.FromSeconds(7) } });
        await using BrowserPage page = await Stage.Browser.OpenAsync(server.Address);
        await StartAsync(page);
        await page.WaitAsync("document.querySelector('#level-name').innerText.length > 1 && document.querySelector('#level-name').innerText !== 'full'");
        await page.WaitTextAsync("#level-reason", "latency");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_full_server_is_told_and_tried_again()
    {
        await using WebServer server = await WebServer.StartAsync(streams: WebServer.Patient with { MaxSessions = 1 });
        await using BrowserPage first = await Stage.Browser.OpenAsync(server.Address), second = await Stage.Browser.OpenAsync(server.Address);
        await StartAsync(first);
        await second.ClickAsync("#start");
        await second.WaitTextAsync("#live-status", "Trying again in");
        Assert.DoesNotContain("cannot be reached", await second.TextAsync("#live-status"));
        await first.BringToFrontAsync();
        await first.ClickAsync("#stop");
        await second.BringToFrontAsync();
        await second.WaitVisibleAsync("#people .person");
    }

    [Fact]
    public async Task A_pause_may_be_longer_than_the_server_waits()
    {
        await using WebServer server = await WebServer.StartAsync(streams: WebServer.Patient with { IdleTimeout = TimeSpan.FromSeconds(2) });
        await using BrowserPage page = await Stage.Browser.OpenAsync(server.Address);
        await StartAsync(page);
        await page.ClickAsync("#pause");
        await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
        Assert.StartsWith("Paused", await page.TextAsync("#live-status"));
        await page.ClickAsync("#pause");
        await page.WaitTextAsync("#live-status", "Running on the server");
        await WaitForResultsAsync(page);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_session_that_lasted_as_long_as_it_may_ends_with_a_reason()
    {
        await using WebServer server = await WebServer.StartAsync(streams: WebServer.Patient with { MaxSessionTime = TimeSpan.FromSeconds(3) });
        await using BrowserPage page = await Stage.Browser.OpenAsync(server.Address);
        await page.ClickAsync("#start");
        await page.WaitVisibleAsync("#live-message");
        Assert.EndsWith(".", await page.TextAsync("#live-message"));
        await page.WaitVisibleAsync("#start");
    }

    [Fact]
    public async Task The_token_is_asked_for_and_kept()
    {
        const string Token = "a-token-of-some-length";
        await using WebServer server = await WebServer.StartAsync(Token);
        await using BrowserPage page = await Stage.Browser.OpenAsync(server.Address);
        await page.ClickAsync("#start");
        await page.WaitVisibleAsync("#token-dialog");
        await page.TypeAsync("another-token-of-length");
        await page.PressAsync("Enter");
        await page.WaitTextAsync("#live-message", "asks for its token");
        await page.WaitVisibleAsync("#token-dialog");
        await page.TypeAsync(Token);
        await page.PressAsync("Enter");
        await page.WaitVisibleAsync("#people .person");
        await page.ClickAsync("#stop");
        await StartAsync(page);
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task In_the_browser_no_frame_leaves_the_device()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("input[value=browser]");
        await StartAsync(page);
        await page.WaitTextAsync("#live-status", "nothing leaves this device");
        await WaitForVerdictAsync(page);
        Assert.Equal(0, page.SentMessages);
        Assert.DoesNotContain(await FetchedAsync(page), path => path.StartsWith("/v1/", StringComparison.Ordinal));
        AssertNoComplaints(page);
    }

    /// <summary>Holds that nothing goes out for a second, once what was on its way is gone.</summary>
    private static async Task AssertSilentAsync(BrowserPage page)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        int sent = page.SentMessages;
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal(sent, page.SentMessages);
        Assert.True(sent > 0);
    }
}
