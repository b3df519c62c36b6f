namespace Mien.Media;

/// <summary>Collects what readings of one source have to report; each sentence once.</summary>
internal sealed class ReadingWarnings
{
    private readonly Lock _lock = new();
    private readonly List<string> _sentences = [];

    /// <summary>All sentences so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
                return [.. _sentences];
        }
    }

    /// <summary>Adds one sentence.</summary>
    public void Add(string sentence)
    {
        lock (_lock)
            if (!_sentences.Contains(sentence))
                _sentences.Add(sentence);
    }
}
