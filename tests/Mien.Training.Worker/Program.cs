using System.Globalization;
using Mien.Core;
using Mien.Training.Distributed;
using Mien.Training.Tests.Support;
using Mien.Training.Worker;

// What the worker is asked is its first argument; the rest belongs to that.
try
{
    if (args[0] == "tune")
    {
        TuneJob.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
        return 0;
    }
    RankPlace place = RankPlace.Read(Environment.GetEnvironmentVariable);
    RankMonitorOptions monitor = Environment.GetEnvironmentVariable("WORKER_PATIENCE_SECONDS") is { } seconds
        ? new RankMonitorOptions { Beat = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) }
        : new RankMonitorOptions();
    using DataParallel parallel = DataParallel.Join(place, TimeSpan.FromSeconds(60), monitor);
    switch (args[0])
    {
        case "gradients":
            GradientJob.Run(args[1], synchronizeBatchNorm: args[2] == "sync", parallel);
            break;
        case "heads":
            HeadGradientJob.Run(args[1], parallel);
            break;
        case "detector":
            DetectorGradientJob.Run(args[1], parallel);
            break;
        case "train":
            TrainingJob.Run(TinyRun.ConfigInSteps with { Epochs = int.Parse(args[3], CultureInfo.InvariantCulture) }, args[1], resume: args[2] == "resume", stopAfter: args.ElementAtOrDefault(4), parallel);
            break;
        case "train-to-stop":
            TrainingJob.Run(TinyRun.ConfigToStop, args[1], resume: false, stopAfter: null, parallel);
            break;
        case "train-for-integers":
            TrainingJob.Run(TinyRun.ConfigForIntegers with { InitialWeights = args[2] }, args[1], resume: false, stopAfter: null, parallel);
            break;
        case "gather":
            GatherJob.Run(parallel);
            break;
        default:
            throw new UserErrorException($"The worker knows no {args[0]}.");
    }
    return 0;
}
catch (RankLostException lost)
{
    Console.Error.WriteLine(lost.Message);
    return 3;
}
catch (UserErrorException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException)
{
    return 130;
}
