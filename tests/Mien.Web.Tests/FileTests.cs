using System.Globalization;
using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>The file panel: a file in, its timeline under it.</summary>
public sealed class FileTests(Stage stage) : PageTest(stage)
{
    private const string Slider = "#file-people [role=slider]", Now = "document.querySelector('#file-stage video').currentTime";

    [Fact]
    public async Task A_chosen_film_is_shown_with_its_timeline_and_a_click_goes_to_a_moment()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ChooseFileAsync("#file", Stage.Recordings.Film);
        await page.WaitTextAsync("#file-summary", "In 0:06 of video: 1 person");
        Assert.Equal("film, with sound.mp4", await page.TextAsync("#file-name"));

        await page.ClickAsync($"{Slider} .u-over", across: 0.5);
        await page.WaitAsync($"Math.abs({Now} - 3) < 0.3");
        await page.WaitAsync($"Math.abs(Number(document.querySelector('{Slider}').getAttribute('aria-valuenow')) - 3) < 0.3");
        await page.WaitAsync($"/^0:0[23] of 0:06, ({Labels}) \\d+ %/.test(document.querySelector('{Slider}').getAttribute('aria-valuetext'))");
        await page.WaitAsync("(() => { const c = document.querySelector('#file-stage canvas'); return c.width > 0 && c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); })()");

        // Played, the mark goes along.
        await page.RunAsync("document.querySelector('#file-stage video').play()");
        await page.WaitAsync($"Number(document.querySelector('{Slider}').getAttribute('aria-valuenow')) > 4");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task The_timeline_is_a_slider_for_the_keyboard()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ChooseFileAsync("#file", Stage.Recordings.Film);
        await page.WaitVisibleAsync(Slider);
        await page.WaitAsync("document.querySelector('#file-stage video').readyState >= 2");
        await page.RunAsync($"document.querySelector('{Slider}').focus()");
        await page.PressAsync("ArrowRight");
        await page.WaitAsync($"Math.abs({Now} - 1) < 0.1");
        await page.PressAsync("End");
        await page.WaitAsync($"{Now} > 5.5");
        await page.PressAsync("Home");
        await page.WaitAsync($"{Now} === 0");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_dropped_picture_is_shown_with_its_face()
    {
        await using BrowserPage page = await OpenAsync();
        await page.DropFileAsync(Stage.Recordings.Picture);
        await page.WaitTextAsync("#file-summary", "In the picture: 1 person.");
        await WaitForVerdictAsync(page, "#file-people");
        Assert.Equal("true", await page.EvaluateAsync<string>("document.querySelector('#tab-file').getAttribute('aria-selected')"));
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task A_sound_has_a_timeline_of_its_voice()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ChooseFileAsync("#file", Stage.Recordings.Microphone);
        await page.WaitTextAsync("#file-summary", "of audio: no face");
        await page.WaitVisibleAsync("#file-stage audio");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task What_cannot_be_analysed_is_told_in_the_servers_words()
    {
        await using BrowserPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ChooseFileAsync("#file", Stage.Recordings.NoFilm);
        await page.WaitVisibleAsync("#file-message");
        Assert.EndsWith(".", await page.TextAsync("#file-message"));
        Assert.Contains("text", await page.TextAsync("#file-message"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_saved_table_is_that_of_the_result()
    {
        string folder = Directory.CreateTempSubdirectory("mien-web-saved-").FullName;
        try
        {
            await using BrowserPage page = await OpenAsync();
            await page.SaveDownloadsAsync(folder);
            await page.ClickAsync("#tab-file");
            await page.ChooseFileAsync("#file", Stage.Recordings.Film);
            await page.WaitVisibleAsync(Slider);
            await page.ClickAsync("#file-csv");
            string[] lines = (await SavedAsync(Path.Combine(folder, "film, with sound.mp4.csv"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.StartsWith("input,frame,time_s,face_id,", lines[0]);
            Assert.Equal(151, lines.Length);
            Assert.StartsWith("\"film, with sound.mp4\",149,5.96,1,", lines[^1]);
            Assert.True(double.Parse(lines[^1].Split(',')[5], CultureInfo.InvariantCulture) > 0.5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
