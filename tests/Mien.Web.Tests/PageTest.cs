using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>A test of the page in a browser; one at a time, because each keeps a processor busy.</summary>
[Collection("browser")]
public abstract class PageTest(Stage stage)
{
    private protected const string Labels = "neutral|happy|sad|surprise|fear|disgust|anger";

    private protected Stage Stage
    {
        get
        {
            Assert.SkipWhen(Support.Stage.Obstacle is not null, Support.Stage.Obstacle ?? "");
            return stage;
        }
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Task<BrowserPage> OpenAsync(bool isAllowed = true) => Stage.Browser.OpenAsync(Stage.Server.Address, isAllowed);

    /// <summary>Agrees, and waits until a face is seen.</summary>
    private protected static async Task StartAsync(ScriptedPage page)
    {
        await page.ClickAsync("#start");
        await page.WaitVisibleAsync("#people .person");
    }

    /// <summary>Waits until a person's label and its probability can be read.</summary>
    /// <param name="page">The page.</param>
    /// <param name="people">Where its people are: live, or of a file.</param>
    private protected static Task WaitForVerdictAsync(ScriptedPage page, string people = "#people") =>
        page.WaitAsync($"/^({Labels}) \\d+ %/.test(document.querySelector('{people} .verdict').innerText)");

    /// <summary>One person is seen live, and has a label.</summary>
    private protected static async Task AssertOneFaceAsync(ScriptedPage page)
    {
        await WaitForVerdictAsync(page);
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('#people .person').length"));
    }

    /// <summary>Waits until there are more results than now.</summary>
    private protected static async Task WaitForResultsAsync(ScriptedPage page)
    {
        await page.RunAsync("const o = new MutationObserver(() => { window.changes = (window.changes ?? 0) + 1; }); o.observe(document.querySelector('#people'), {subtree: true, childList: true, characterData: true, attributes: true})");
        await page.RunAsync("window.changes = 0");
        await page.WaitAsync("window.changes > 2");
    }

    /// <summary>What a page saved, once it is there.</summary>
    private protected static async Task<string> SavedAsync(string path)
    {
        for (int tries = 0; tries < 200 && !File.Exists(path); tries++)
            await Task.Delay(50, Cancellation);
        return await File.ReadAllTextAsync(path, Cancellation);
    }

    /// <summary>Paths of all that a page ever fetched, apart from what its workers did.</summary>
    private protected static Task<string[]> FetchedAsync(ScriptedPage page) =>
        page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)");

    private protected static void AssertNoComplaints(ScriptedPage page) => Assert.Empty(page.Complaints);
}
