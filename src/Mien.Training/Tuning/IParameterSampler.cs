using Mien.Data;

namespace Mien.Training.Tuning;

/// <summary>Chooses the settings of the next trial.</summary>
public interface IParameterSampler
{
    /// <summary>Draws settings.</summary>
    /// <param name="space">What may be varied.</param>
    /// <param name="history">All trials so far, running ones too, by number.</param>
    /// <param name="direction">Which values are good.</param>
    /// <param name="random">Decides; the same history and generator give the same settings.</param>
    /// <returns>A number for each key of the space.</returns>
    IReadOnlyDictionary<string, double> Draw(SearchSpace space, IReadOnlyList<Trial> history, StudyDirection direction, SampleRandom random);
}
