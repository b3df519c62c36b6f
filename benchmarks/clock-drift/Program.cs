// How near the drift of a clock is found, in simulated time: ten minutes at 20 observations a second with random drift, delay, jitter, bursts
// and loss, 1500 times. docs/live.md holds the numbers.
// dotnet run -c Release --project benchmarks/clock-drift -- [CASES [SEED]]
using System.Globalization;
using Mien.Core;
using Mien.Synchronization;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int cases = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1500;
Random random = new(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
const double Seconds = 600;
const double Interval = 0.05;
int[] bursts = [0, 0, 100, 230, 500];

List<double> driftErrors = []; // millionths
List<double> timeErrors = []; // milliseconds, at the end
for (int i = 0; i < cases; i++)
{
    double drift = random.Next(-400, 401);
    double delay = 0.5 * random.NextDouble();
    double jitter = 0.1 * random.NextDouble();
    double burst = bursts[random.Next(bursts.Length)] / 1000.0;
    double lost = 0.4 * random.NextDouble();
    ClockDriftEstimator estimator = new();
    double error = 0;
    for (double time = 0; time < Seconds; time += Interval)
    {
        if (random.NextDouble() < lost)
            continue;
        double arrival = time + delay + (jitter * random.NextDouble());
        if (burst > 0)
            arrival = Math.Ceiling(arrival / burst) * burst;
        double told = time * (1 + (drift * 1e-6));
        estimator.Observe(MediaTime.FromSeconds(told), MediaTime.FromSeconds(arrival));
        error = told + estimator.Correction.TotalSeconds - time;
    }
    driftErrors.Add(Math.Abs(estimator.DriftPpm!.Value - drift));
    timeErrors.Add(Math.Abs(error) * 1000);
}
Console.WriteLine($"{cases} cases of {Seconds:0} s");
Print("drift, millionths", driftErrors);
Print("corrected time at the end, ms", timeErrors);

static void Print(string title, List<double> errors)
{
    errors.Sort();
    Console.WriteLine($"error of the {title}: median {At(0.5):0.00}, p95 {At(0.95):0.00}, p99 {At(0.99):0.00}, greatest {errors[^1]:0.0}");

    double At(double share) => NearestRank.Of(errors, share);
}
