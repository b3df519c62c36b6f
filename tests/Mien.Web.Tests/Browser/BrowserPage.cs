using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mien.Web.Tests.Browser;

/// <summary>A page of Chromium, driven as a person drives it: mouse, keys, files.</summary>
internal sealed class BrowserPage : ScriptedPage
{
    private readonly Chromium _browser;
    private readonly string _visitor;
    private readonly string _target;
    private readonly string _session;
    private int _sentMessages;

    private BrowserPage(Chromium browser, string visitor, string target, string session)
    {
        (_browser, _visitor, _target, _session) = (browser, visitor, target, session);
        browser.Connection.Happened += Notice;
    }

    /// <summary>Messages that went out over WebSockets.</summary>
    public int SentMessages => Volatile.Read(ref _sentMessages);

    public static async Task<BrowserPage> CreateAsync(Chromium browser, string visitor)
    {
        string target = (await browser.Connection.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = visitor })).GetProperty("targetId").GetString()!;
        string session = (await browser.Connection.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })).GetProperty("sessionId").GetString()!;
        BrowserPage page = new(browser, visitor, target, session);
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
            await page.SendAsync($"{domain}.enable");
        return page;
    }

    public async Task GoToAsync(Uri address)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await WaitAsync(IsReady);
    }

    /// <summary>Another page of the same visitor comes before this one.</summary>
    public Task<BrowserPage> OpenAnotherAsync() => CreateAsync(_browser, _visitor);

    public Task BringToFrontAsync() => SendAsync("Page.bringToFront");

    public override async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["returnByValue"] = true,
            ["awaitPromise"] = true,
        });
        if (answer.TryGetProperty("exceptionDetails", out JsonElement details))
            throw new InvalidOperationException($"{expression}: {details.GetProperty("exception").GetProperty("description").GetString()}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value.Deserialize<T>()! : default!;
    }

    public override Task ClickAsync(string selector) => ClickAsync(selector, across: 0.5);

    /// <summary>Clicks a place in an element.</summary>
    /// <param name="selector">The element.</param>
    /// <param name="across">Where from left (0) to right (1).</param>
    public async Task ClickAsync(string selector, double across)
    {
        await WaitVisibleAsync(selector);
        JsonElement place = await EvaluateAsync<JsonElement>(
            $"(() => {{ const e = document.querySelector({Quote(selector)}); e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return {{x: r.left + r.width * {across.ToString(System.Globalization.CultureInfo.InvariantCulture)}, y: r.top + r.height / 2}}; }})()");
        foreach (string type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
        {
            await SendAsync("Input.dispatchMouseEvent", new JsonObject
            {
                ["type"] = type,
                ["x"] = place.GetProperty("x").GetDouble(),
                ["y"] = place.GetProperty("y").GetDouble(),
                ["button"] = type == "mouseMoved" ? "none" : "left",
                ["clickCount"] = type == "mouseMoved" ? 0 : 1,
            });
        }
    }

    /// <summary>Presses a key: a name of the DOM ("Tab", "ArrowRight"), "Shift+Tab", or a space.</summary>
    public async Task PressAsync(string key)
    {
        bool isShifted = key.StartsWith("Shift+", StringComparison.Ordinal);
        string name = isShifted ? key["Shift+".Length..] : key;
        int code = name switch { "Tab" => 9, "Enter" => 13, " " => 32, "End" => 35, "Home" => 36, "ArrowLeft" => 37, "ArrowRight" => 39, _ => throw new ArgumentException(key, nameof(key)) };
        string? text = name switch { "Enter" => "\r", " " => " ", _ => null };
        foreach (string type in (string[])[text is null ? "rawKeyDown" : "keyDown", "keyUp"])
        {
            JsonObject press = new() { ["type"] = type, ["key"] = name, ["code"] = name == " " ? "Space" : name, ["windowsVirtualKeyCode"] = code, ["modifiers"] = isShifted ? 8 : 0 };
            if (text is not null && type == "keyDown")
                press["text"] = text;
            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    public Task TypeAsync(string text) => SendAsync("Input.insertText", new JsonObject { ["text"] = text });

    public override async Task ChooseFileAsync(string selector, string path)
    {
        JsonElement element = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = $"document.querySelector({Quote(selector)})" });
        await SendAsync("DOM.setFileInputFiles", new JsonObject
        {
            ["files"] = new JsonArray(path),
            ["objectId"] = element.GetProperty("result").GetProperty("objectId").GetString(),
        });
    }

    /// <summary>Drops a file in the middle of the page.</summary>
    public async Task DropFileAsync(string path)
    {
        foreach (string type in (string[])["dragEnter", "dragOver", "drop"])
        {
            await SendAsync("Input.dispatchDragEvent", new JsonObject
            {
                ["type"] = type,
                ["x"] = 300,
                ["y"] = 300,
                ["data"] = new JsonObject { ["items"] = new JsonArray(), ["files"] = new JsonArray(path), ["dragOperationsMask"] = 1 },
            });
        }
    }

    /// <summary>Saves what the page offers to save into a folder.</summary>
    public Task SaveDownloadsAsync(string folder) =>
        _browser.Connection.SendAsync("Browser.setDownloadBehavior", new JsonObject { ["behavior"] = "allow", ["downloadPath"] = folder, ["browserContextId"] = _visitor });

    /// <summary>Gives the window another size in CSS pixels.</summary>
    public Task ResizeAsync(int width, int height, bool isPhone = false) =>
        SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = isPhone });

    /// <summary>A picture of what is seen, as WebP.</summary>
    public async Task<byte[]> PictureAsync() =>
        (await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "webp", ["quality"] = 82 })).GetProperty("data").GetBytesFromBase64();

    public override async ValueTask DisposeAsync()
    {
        _browser.Connection.Happened -= Notice;
        await _browser.Connection.SendAsync("Target.closeTarget", new JsonObject { ["targetId"] = _target });
    }

    private Task<JsonElement> SendAsync(string method, JsonObject? parameters = null) => _browser.Connection.SendAsync(method, parameters, _session);

    private void Notice(string? session, string method, JsonElement parameters)
    {
        if (session != _session)
            return;
        switch (method)
        {
            case "Network.webSocketFrameSent":
                Interlocked.Increment(ref _sentMessages);
                break;
            case "Runtime.exceptionThrown":
                Complain(parameters.GetProperty("exceptionDetails").ToString());
                break;
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("source").GetString() is "security" or "javascript" or "violation":
                Complain(parameters.GetProperty("entry").GetProperty("text").GetString()!);
                break;
        }
    }
}
