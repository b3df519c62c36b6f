using Mien.Training.Tuning;

namespace Mien.Training.Worker;

/// <summary>A search whose trials take a few steps of a few milliseconds; the process says which it begins, takes over and ends.</summary>
internal static class TuneJob
{
    private const int Steps = 3;

    public static void Run(string path, int trials, int stepMilliseconds)
    {
        using Study study = Study.Open(path, new StudyOptions
        {
            Space = new SearchSpace([KeyValuePair.Create<string, ParameterRange>("x", new FloatRange { Low = -4, High = 4 })]),
            Direction = StudyDirection.Minimize,
        });
        while (study.Begin(new TpeSampler(), trials) is { } trial)
        {
            Console.WriteLine($"{(trial.IsTakenOver ? "take" : "begin")} {trial.Number}");
            double value = Math.Pow(trial.Parameters["x"] - 1, 2);
            for (int step = 1; step <= Steps; step++)
            {
                Thread.Sleep(stepMilliseconds);
                study.Report(trial.Number, step, value + Steps - step);
            }
            study.Complete(trial.Number, value);
            Console.WriteLine($"end {trial.Number}");
        }
    }
}
