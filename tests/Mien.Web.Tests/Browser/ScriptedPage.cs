using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Mien.Web.Tests.Browser;

/// <summary>A page of some browser: what can be asked of it and waited for by scripts.</summary>
internal abstract class ScriptedPage : IAsyncDisposable
{
    /// <summary>Holds once the page is there and its script has begun.</summary>
    protected const string IsReady = "document.readyState === 'complete' && document.documentElement.dataset.theme !== undefined";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>What the browser complained of: exceptions, and breaches of the content security policy; failed requests not, tests make servers go away.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The value of an expression, of a promise what it comes to.</summary>
    public abstract Task<T> EvaluateAsync<T>(string expression);

    /// <summary>Clicks the middle of an element.</summary>
    public abstract Task ClickAsync(string selector);

    /// <summary>Chooses a file in an input for files.</summary>
    public abstract Task ChooseFileAsync(string selector, string path);

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a script, whatever it comes to.</summary>
    public Task RunAsync(string script) => EvaluateAsync<JsonElement?>($"(() => {{ {script} }})()");

    /// <summary>Waits until an expression holds.</summary>
    public async Task WaitAsync(string condition)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!await HoldsAsync(condition))
        {
            if (waited.Elapsed > s_patience)
                Assert.Fail($"This did not come to hold: {condition}. The page says: {await EvaluateAsync<string>("document.body.innerText")} Complaints: {string.Join("; ", _complaints)}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The text of an element, as it is shown.</summary>
    public Task<string> TextAsync(string selector) => EvaluateAsync<string>($"document.querySelector({Quote(selector)})?.innerText ?? ''");

    /// <summary>Waits until an element can be seen.</summary>
    public Task WaitVisibleAsync(string selector) => WaitAsync($"document.querySelector({Quote(selector)})?.checkVisibility() === true");

    /// <summary>Waits until an element's text holds another.</summary>
    public Task WaitTextAsync(string selector, string text) =>
        WaitAsync($"(document.querySelector({Quote(selector)})?.checkVisibility() ?? false) && document.querySelector({Quote(selector)}).innerText.includes({Quote(text)})");

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    protected void Complain(string complaint) => _complaints.Enqueue(complaint);

    private async Task<bool> HoldsAsync(string condition)
    {
        try
        {
            return await EvaluateAsync<bool>(condition);
        }
        catch (InvalidOperationException)
        {
            return false; // while it is loading, there is no document to ask
        }
    }
}
