using System.Text.Json;
using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>How the page looks and whether everybody can use it: small screens, both themes, the keyboard alone, screen readers (axe-core).</summary>
public sealed class AppearanceTests(Stage stage) : PageTest(stage)
{
    private static readonly string s_axe = Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Names a folder that pictures for the documentation are put into.</summary>
    private static readonly string? s_pictures = Environment.GetEnvironmentVariable("MIEN_WEB_PICTURES");

    [Theory]
    [InlineData("light", 1280, 900)]
    [InlineData("dark", 1280, 900)]
    [InlineData("light", 360, 740)]
    [InlineData("dark", 360, 740)]
    public async Task Every_view_fits_its_screen_and_passes_axe(string theme, int width, int height)
    {
        bool isPhone = width < 500;
        await using BrowserPage page = await OpenAsync();
        await page.ResizeAsync(width, height, isPhone);
        await page.RunAsync($"const s = document.querySelector('#theme'); s.value = '{theme}'; s.dispatchEvent(new Event('change'))");
        Assert.Equal(theme, await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await CheckAsync(page, width);

        await StartAsync(page);
        await page.WaitVisibleAsync("#voice");
        await CheckAsync(page, width);
        await KeepPictureAsync(page, $"web-live-{theme}{(isPhone ? "-phone" : "")}.webp");
        await page.ClickAsync("#stop");

        await page.ClickAsync("#tab-file");
        await page.ChooseFileAsync("#file", Stage.Recordings.Film);
        await page.WaitVisibleAsync("#file-people [role=slider]");
        await page.ClickAsync("#file-people [role=slider] .u-over", across: 0.3);
        await CheckAsync(page, width);
        await KeepPictureAsync(page, $"web-file-{theme}{(isPhone ? "-phone" : "")}.webp");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task The_system_chooses_the_theme_until_the_person_does()
    {
        await using BrowserPage page = await OpenAsync();
        Assert.Equal("light", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        string light = await BackgroundAsync(page);
        await page.RunAsync("const s = document.querySelector('#theme'); s.value = 'dark'; s.dispatchEvent(new Event('change'))");
        Assert.NotEqual(light, await BackgroundAsync(page));
        await page.GoToAsync(Stage.Server.Address);
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using BrowserPage page = await OpenAsync();
        await TabToAsync(page, "start");
        await page.PressAsync("Enter");
        await page.WaitVisibleAsync("#people .person");
        Assert.Equal("pause", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.PressAsync(" ");
        await page.WaitTextAsync("#live-status", "Paused");
        await page.PressAsync("Tab");
        Assert.Equal("stop", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.PressAsync("Enter");
        await page.WaitTextAsync("#live-status", "Stopped");

        for (int i = 0; i < 30 && await page.EvaluateAsync<string>("document.activeElement.id") != "tab-live"; i++)
            await page.PressAsync("Shift+Tab");
        await page.PressAsync("ArrowRight");
        await page.WaitVisibleAsync("#drop");
        Assert.Equal("tab-file", await page.EvaluateAsync<string>("document.activeElement.id"));
        await TabToAsync(page, "file");
        // What has the focus is seen to have it.
        Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#drop .button')).outlineStyle"));
    }

    [Fact]
    public async Task A_screen_reader_is_told_what_happens()
    {
        await using BrowserPage page = await OpenAsync();
        await StartAsync(page);
        await page.WaitAsync($"/^Person \\d+: ({Labels}) \\d+ %/.test(document.querySelector('#announcer').textContent)");
        Assert.Equal("polite", await page.EvaluateAsync<string>("document.querySelector('#announcer').getAttribute('aria-live')"));
        Assert.Equal("alert", await page.EvaluateAsync<string>("document.querySelector('#live-message').getAttribute('role')"));
        Assert.Contains("Timeline of person", await page.EvaluateAsync<string>("document.querySelector('#people .chart').getAttribute('aria-label')"));
    }

    [Fact]
    public async Task The_page_says_what_it_must_not_be_used_for()
    {
        await using BrowserPage page = await OpenAsync();
        await page.WaitTextAsync("footer", "What a face or voice shows is not what a person feels");
        await page.WaitTextAsync("footer", "inferring emotions at work and in schools is banned");
    }

    private static async Task CheckAsync(BrowserPage page, int width)
    {
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        Assert.SkipUnless(File.Exists(s_axe), "axe-core is not installed in web/node_modules; run ./mien build serving.");
        await page.EvaluateAsync<JsonElement?>(await File.ReadAllTextAsync(s_axe, Cancellation) + ";null");
        string[] violations = await page.EvaluateAsync<string[]>(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 120) + ' ' + n.failureSummary)))");
        Assert.Empty(violations);
    }

    private static async Task KeepPictureAsync(BrowserPage page, string name)
    {
        if (s_pictures is null)
            return;
        await page.RunAsync("scrollTo(0, 0)");
        await Task.Delay(TimeSpan.FromSeconds(12), Cancellation); // so that there is a timeline to be seen
        await File.WriteAllBytesAsync(Path.Combine(s_pictures, name), await page.PictureAsync(), Cancellation);
    }

    private static async Task TabToAsync(BrowserPage page, string id)
    {
        for (int i = 0; i < 40 && await page.EvaluateAsync<string>("document.activeElement.id") != id; i++)
            await page.PressAsync("Tab");
        Assert.Equal(id, await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    private static Task<string> BackgroundAsync(BrowserPage page) => page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
}
