using System.Text.Json;
using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>Files that are analysed inside the browser, and what the server says of the same ones.</summary>
public sealed class BrowserFileTests(Stage stage) : PageTest(stage)
{
    private const string InBrowser = "#panel-file input[value=browser]";

    [Fact]
    public async Task What_is_chosen_for_the_camera_holds_for_files_and_no_file_leaves_the_device()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#panel-live input[value=browser]");
        await page.ClickAsync("#tab-file");
        Assert.True(await page.EvaluateAsync<bool>($"document.querySelector('{InBrowser}').checked"));
        Assert.Contains("does not leave this device", await page.TextAsync("#drop"));
        // A recording of a browser does not say how long it is.
        await page.ChooseFileAsync("#file", Stage.Recordings.Recording);
        await page.WaitTextAsync("#file-summary", "In 0:01 of video: 1 person, and speech");
        await page.ClickAsync("#file-people [role=slider] .u-over", across: 0.5);
        await page.WaitAsync("Math.abs(document.querySelector('#file-stage video').currentTime - 0.5) < 0.1");
        await WaitForVerdictAsync(page, "#file-people");
        string[] fetched = await FetchedAsync(page);
        Assert.NotEmpty(fetched);
        Assert.DoesNotContain(fetched, path => path.Contains("/v1/", StringComparison.Ordinal));
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_picture_is_told_as_the_server_tells_it()
    {
        (JsonElement server, JsonElement browser) = await AnalyzeOnBothAsync(Stage.Recordings.Picture, "In the picture: 1 person.");
        Assert.Equal("mien.browser/1", browser.GetProperty("schema").GetString());
        foreach (string number in (string[])["width", "height"])
            Assert.Equal(server.GetProperty("input").GetProperty(number).GetInt32(), browser.GetProperty("input").GetProperty(number).GetInt32());
        JsonElement expected = Assert.Single(server.GetProperty("rows").EnumerateArray());
        JsonElement actual = Assert.Single(browser.GetProperty("rows").EnumerateArray());
        foreach (string number in (string[])["x", "y", "width", "height"])
            Assert.Equal(expected.GetProperty(number).GetDouble(), actual.GetProperty(number).GetDouble(), 0.1);
        Assert.InRange(LargestDifference(expected, actual, "emotions"), 0, 1e-3);
        Assert.InRange(LargestDifference(expected, actual, "face"), 0, 1e-3);
    }

    [Fact]
    public async Task A_film_is_told_nearly_as_the_server_tells_it()
    {
        (JsonElement server, JsonElement browser) = await AnalyzeOnBothAsync(Stage.Recordings.Film, "In 0:06 of video: 1 person");
        JsonElement[] every = [.. server.GetProperty("rows").EnumerateArray()];
        JsonElement[] tenASecond = [.. browser.GetProperty("rows").EnumerateArray()];
        Assert.InRange(tenASecond.Length, 60, 61);
        List<double> emotions = [], boxes = [];
        foreach (JsonElement row in tenASecond)
        {
            JsonElement nearest = every.MinBy(other => Math.Abs(Time(other) - Time(row)));
            emotions.Add(LargestDifference(nearest, row, "emotions"));
            boxes.Add(Math.Abs(nearest.GetProperty("x").GetDouble() - row.GetProperty("x").GetDouble()));
            // At half a second, one frame goes to the window before and the next to the one after.
            if (Math.Abs(Time(row) % 1 - 0.5) > 0.05)
                Assert.Equal(WindowStart(nearest), WindowStart(row), 0.05);
        }
        // Another decoder's colours, and a head that moves between one path's frame and the other's.
        Assert.True(emotions.Order().ElementAt(emotions.Count / 2) < 0.01, $"emotions: {string.Join(' ', emotions)}");
        Assert.True(boxes.Order().ElementAt(boxes.Count / 2) < 2, $"boxes: {string.Join(' ', boxes)}");
    }

    [Fact]
    public async Task A_sound_is_heard_as_the_server_hears_it()
    {
        (JsonElement server, JsonElement browser) = await AnalyzeOnBothAsync(Stage.Recordings.Microphone, "of audio: no face");
        JsonElement[] expected = [.. server.GetProperty("rows").EnumerateArray()], actual = [.. browser.GetProperty("rows").EnumerateArray()];
        Assert.Equal(expected.Length, actual.Length);
        List<double> speech = [];
        foreach ((JsonElement there, JsonElement here) in expected.Zip(actual))
        {
            Assert.Equal(Time(there), Time(here), 0.01);
            Assert.Equal(there.TryGetProperty("speech", out _), here.TryGetProperty("speech", out _));
            if (here.TryGetProperty("speech", out _))
                speech.Add(LargestDifference(there, here, "speech"));
        }
        // Each brings 48 kHz to 16 by a filter of its own.
        Assert.True(speech.Max() < 0.05, string.Join(' ', speech));
    }

    [Fact]
    public async Task What_this_browser_cannot_decode_is_one_sentence_with_a_way_out()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ClickAsync(InBrowser);
        await page.ChooseFileAsync("#file", Stage.Recordings.NoFilm);
        await page.WaitVisibleAsync("#file-message");
        string message = await page.TextAsync("#file-message");
        Assert.Contains("can neither show nor play", message);
        Assert.Contains("On the server", message);
        await page.WaitVisibleAsync("#drop fieldset");
    }

    [Fact]
    public async Task An_analysis_can_be_given_up_and_another_begun()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ClickAsync(InBrowser);
        await page.ChooseFileAsync("#file", Stage.Recordings.Film);
        await page.WaitTextAsync("#progress-text", "Analysing");
        await page.ClickAsync("#cancel");
        await page.WaitAsync("document.querySelector('#progress').hidden && document.querySelector('#file-result').hidden && document.querySelector('#file-message').hidden");
        await page.ChooseFileAsync("#file", Stage.Recordings.Picture);
        await page.WaitTextAsync("#file-summary", "In the picture: 1 person.");
        AssertNoComplaints(page);
    }

    /// <summary>The JSON that the page saves of a file, analysed on the server and in the browser.</summary>
    private async Task<(JsonElement Server, JsonElement Browser)> AnalyzeOnBothAsync(string file, string summary)
    {
        string folder = Directory.CreateTempSubdirectory("mien-web-both-").FullName;
        try
        {
            List<JsonElement> results = [];
            await using BrowserPage page = await OpenAsync();
            await page.SaveDownloadsAsync(folder);
            await page.ClickAsync("#tab-file");
            string saved = Path.Combine(folder, Path.GetFileName(file) + ".json");
            foreach (string place in (string[])["server", "browser"])
            {
                await page.RunAsync("document.querySelector('#file-summary').textContent = ''");
                await page.ClickAsync($"#panel-file input[value={place}]");
                await page.ChooseFileAsync("#file", file);
                await page.WaitTextAsync("#file-summary", summary);
                await page.ClickAsync("#file-json");
                results.Add(JsonDocument.Parse(await SavedAsync(saved)).RootElement);
                File.Delete(saved);
            }
            AssertNoComplaints(page);
            return (results[0], results[1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Time(JsonElement row) => row.GetProperty("time_s").GetDouble();

    private static double WindowStart(JsonElement row) => row.GetProperty("speech_window").GetProperty("start_s").GetDouble();

    private static double LargestDifference(JsonElement one, JsonElement other, string name) =>
        one.GetProperty(name).EnumerateObject().Max(entry => Math.Abs(entry.Value.GetDouble() - other.GetProperty(name).GetProperty(entry.Name).GetDouble()));
}
