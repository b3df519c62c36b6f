using System.Globalization;
using Mien.Benchmarks.Tuning;
using Mien.Data;
using Mien.Training.Tuning;

// TPE against random search on test functions: how far the best of N trials is from the minimum, over seeds.
//     dotnet run -c Release --project benchmarks/tuning [-- TRIALS [SEEDS]]
int trials = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
int seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;

Console.WriteLine(FormattableString.Invariant($"Best of {trials} trials above the minimum, median over {seeds} seeds (quartiles); the same {new TpeOptions().StartupTrials} random trials come first in both."));
Console.WriteLine();
Console.WriteLine("| function | random | TPE | TPE better in | sign test, p |");
Console.WriteLine("|---|---:|---:|---:|---:|");
foreach (TestFunction function in TestFunction.All)
{
    double[] random = Regrets(function, new RandomSampler()), tpe = Regrets(function, new TpeSampler());
    int wins = random.Zip(tpe).Count(pair => pair.Second < pair.First), decided = random.Zip(tpe).Count(pair => pair.Second != pair.First);
    Console.WriteLine(FormattableString.Invariant($"| {function.Name} | {Summary(random)} | {Summary(tpe)} | {wins} of {seeds} | {SignTest(wins, decided):0.0000} |"));
}

double[] Regrets(TestFunction function, IParameterSampler sampler) =>
    [.. Enumerable.Range(1, seeds).AsParallel().AsOrdered().Select(seed => Regret(function, sampler, seed))];

double Regret(TestFunction function, IParameterSampler sampler, int seed)
{
    List<Trial> history = [];
    for (int number = 0; number < trials; number++)
    {
        IReadOnlyDictionary<string, double> settings = sampler.Draw(function.Space, history, StudyDirection.Minimize, new SampleRandom(seed, number));
        double value = function.Value([.. function.Space.Ranges.Keys.Select(key => settings[key])]);
        history.Add(new Trial { Number = number, State = TrialState.Completed, Parameters = settings, Value = value });
    }
    return history.Min(trial => trial.Value!.Value) - function.Minimum;
}

static string Summary(double[] values)
{
    double[] sorted = [.. values.Order()];
    double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
    return FormattableString.Invariant($"{At(0.5):0.000} ({At(0.25):0.000} to {At(0.75):0.000})");
}

// Probability of at least so many wins if both were equally good.
static double SignTest(int wins, int decided)
{
    double probability = 0, term = Math.Pow(0.5, decided);
    for (int count = 0; count <= decided; count++)
    {
        if (count >= wins)
            probability += term;
        term *= (double)(decided - count) / (count + 1);
    }
    return probability;
}
