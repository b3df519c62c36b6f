using System.Text;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Reads a stream of text to its end and says at any time what has come.</summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public GrowingText(TextReader reader) => _reading = ReadAsync(reader);

    /// <summary>What has come.</summary>
    public string SoFar
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>All of it, once the stream has ended.</summary>
    public async Task<string> WholeAsync()
    {
        await _reading;
        return SoFar;
    }

    private async Task ReadAsync(TextReader reader)
    {
        char[] buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0;)
            lock (_text)
                _text.Append(buffer, 0, count);
    }
}
