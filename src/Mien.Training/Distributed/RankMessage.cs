using System.Globalization;

namespace Mien.Training.Distributed;

/// <summary>One line that processes exchange about themselves: kind, rank, place and text, separated by tabs.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="Rank">Of whom.</param>
/// <param name="Where">Machine and process of whom.</param>
/// <param name="Text">The rest.</param>
internal sealed record RankMessage(RankMessageKind Kind, int Rank = 0, string Where = "", string Text = "")
{
    public static RankMessage Beat { get; } = new(RankMessageKind.Beat);

    public static RankMessage Done { get; } = new(RankMessageKind.Done);

    public static RankMessage Hello(int rank, string where) => new(RankMessageKind.Hello, rank, "", where);

    public static RankMessage Failed(string reason) => new(RankMessageKind.Failed, Text: reason);

    public static RankMessage Lost(RankLoss loss) => new(RankMessageKind.Lost, loss.Rank, loss.Where, loss.Reason);

    /// <summary>Reads a line; null for one that is none of ours.</summary>
    public static RankMessage? Parse(string line)
    {
        string[] parts = line.Split('\t', 4);
        return parts.Length == 4 && Enum.TryParse(parts[0], out RankMessageKind kind) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int rank)
            ? new RankMessage(kind, rank, parts[2], parts[3])
            : null;
    }

    /// <summary>The line, without its end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}\t{Rank}\t{Where.Replace('\t', ' ')}\t{Text.Replace('\t', ' ')}");
}
