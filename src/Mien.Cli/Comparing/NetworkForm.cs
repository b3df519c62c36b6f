using Mien.Cli.Evaluating;
using Mien.Data;
using Mien.Export;
using Mien.Interop.OnnxRuntime;
using Mien.Training.Checkpoints;
using Mien.Training.Evaluation;
using Mien.Training.Options;
using Mien.Training.Tasks;

namespace Mien.Cli.Comparing;

/// <summary>A form of a network, a checkpoint or an ONNX file, that gives its outputs for batches.</summary>
internal sealed class NetworkForm : IDisposable
{
    private readonly IDisposable _owned;

    private NetworkForm(IDisposable owned, Func<SampleBatch, IReadOnlyList<NetworkOutput>> run) => (_owned, Run) = (owned, run);

    /// <summary>Runs the network on a batch.</summary>
    public Func<SampleBatch, IReadOnlyList<NetworkOutput>> Run { get; }

    /// <summary>Opens a form.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">The settings of its run.</param>
    /// <param name="dataset">The samples that it will be run on.</param>
    /// <exception cref="Core.UserErrorException">The file is missing or damaged, or does not fit.</exception>
    public static NetworkForm Open(string path, TrainingConfig config, ISampleDataset dataset)
    {
        if (PictureNetworkUnderTest.IsOnnx(path))
        {
            OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 0 });
            return new NetworkForm(session, batch => SessionOutputs.Of(session, dataset, batch));
        }
        using TrainedModel trained = TrainedModel.Load(path);
        TrainingTask task = TaskEvaluation.TaskOf(trained, config, dataset);
        return new NetworkForm(task, batch => task.Run(dataset, batch));
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();
}
