namespace Mien.Models;

/// <summary>Size of <see cref="AudioNetwork"/>.</summary>
public sealed record AudioNetworkOptions
{
    /// <summary>Mel bands of the input, a multiple of 16, at least 16.</summary>
    public int MelBands { get; init; } = 64;

    /// <summary>Channels of the four convolution blocks.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64, 96, 128];

    /// <summary>Hidden units of the LSTM in each direction; the network gives twice as many features.</summary>
    public int LstmHidden { get; init; } = 128;

    /// <summary>Hidden units of the attention that pools over time.</summary>
    public int AttentionHidden { get; init; } = 64;

    /// <summary>Dropout after each convolution block, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="Mien.Core.UserErrorException">A value is out of its range.</exception>
    public void Validate()
    {
        ModelOptionCheck.Require(MelBands >= 16 && MelBands % 16 == 0, "melBands", "a multiple of 16", MelBands);
        ModelOptionCheck.Require(Channels.Count == 4 && Channels.All(count => count > 0), "channels", "four positive numbers", string.Join(", ", Channels));
        ModelOptionCheck.Require(LstmHidden > 0, "lstmHidden", "positive", LstmHidden);
        ModelOptionCheck.Require(AttentionHidden > 0, "attentionHidden", "positive", AttentionHidden);
        ModelOptionCheck.RequireProbability(Dropout, "dropout");
    }

    /// <summary>Whether the sizes are the same.</summary>
    public bool Equals(AudioNetworkOptions? other) =>
        other is not null && MelBands == other.MelBands && Channels.SequenceEqual(other.Channels)
        && LstmHidden == other.LstmHidden && AttentionHidden == other.AttentionHidden && Dropout == other.Dropout;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MelBands, Channels.Sum(), LstmHidden, AttentionHidden, Dropout);
}
