using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mien.Web.Tests.Browser;

/// <summary>A page of Firefox.</summary>
internal sealed class FirefoxPage : ScriptedPage
{
    private readonly BrowserConnection _connection;
    private readonly string _context;

    public FirefoxPage(BrowserConnection connection, string context)
    {
        (_connection, _context) = (connection, context);
        connection.Happened += Notice;
    }

    /// <summary>Loads a page, with a function that runs before its scripts.</summary>
    public async Task GoToAsync(Uri address, string preparation)
    {
        await _connection.SendAsync("script.addPreloadScript", new JsonObject { ["functionDeclaration"] = preparation, ["contexts"] = new JsonArray(_context) });
        await _connection.SendAsync("browsingContext.navigate", new JsonObject { ["context"] = _context, ["url"] = address.AbsoluteUri, ["wait"] = "complete" });
        await WaitAsync(IsReady);
    }

    public override async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonElement result = await EvaluateAsync($"Promise.resolve({expression}).then(value => JSON.stringify(value))");
        return result.TryGetProperty("value", out JsonElement value) ? JsonSerializer.Deserialize<T>(value.GetString()!)! : default!;
    }

    public override async Task ClickAsync(string selector)
    {
        await WaitVisibleAsync(selector);
        await EvaluateAsync($"document.querySelector({Quote(selector)}).click()");
    }

    public override async Task ChooseFileAsync(string selector, string path)
    {
        JsonElement element = await EvaluateAsync($"document.querySelector({Quote(selector)})");
        await _connection.SendAsync("input.setFiles", new JsonObject
        {
            ["context"] = _context,
            ["element"] = new JsonObject { ["sharedId"] = element.GetProperty("sharedId").GetString() },
            ["files"] = new JsonArray(path),
        });
    }

    public override async ValueTask DisposeAsync()
    {
        _connection.Happened -= Notice;
        await _connection.SendAsync("browsingContext.close", new JsonObject { ["context"] = _context });
    }

    /// <summary>BiDi's own description of a value.</summary>
    private async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await _connection.SendAsync("script.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["target"] = new JsonObject { ["context"] = _context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        return answer.TryGetProperty("exceptionDetails", out JsonElement details)
            ? throw new InvalidOperationException($"{expression}: {details.GetProperty("text").GetString()}")
            : answer.GetProperty("result");
    }

    private void Notice(string? session, string method, JsonElement parameters)
    {
        if (method == "log.entryAdded" && parameters.GetProperty("source").GetProperty("context").GetString() == _context
            && parameters.GetProperty("level").GetString() == "error" && parameters.GetProperty("type").GetString() == "javascript")
        {
            Complain(parameters.GetProperty("text").GetString()!);
        }
    }
}
