namespace Mien.Training.Progress;

/// <summary>Is told how a run goes, on the thread that trains; the command line shows it.</summary>
public interface ITrainingProgress
{
    /// <summary>Something worth saying once, for example what was loaded.</summary>
    void Note(string message);

    /// <summary>A step was made.</summary>
    void Step(StepReport step);

    /// <summary>An epoch has ended and was evaluated.</summary>
    void Epoch(EpochReport epoch);
}
