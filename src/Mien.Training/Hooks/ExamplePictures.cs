using Mien.Core;
using Mien.Data;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training.Hooks;

/// <summary>
/// Shows what a model of emotion learns from and what it makes of it: at the start <c>examples.png</c>, samples of the first batch,
/// augmented and with their labels; after each epoch <c>examples-validation.png</c>, validation samples with the model's answer and,
/// where that is wrong, the label. TensorBoard shows both.
/// </summary>
public sealed class ExamplePictures : ITrainingHook
{
    private readonly int _count;
    private readonly string _folder;
    private readonly TensorBoardLog _log;
    private readonly Func<SampleBatch> _firstBatch;
    private readonly IEmotionDataset _validation;
    private readonly ExampleSheet _sheet;

    /// <summary>Makes the hook.</summary>
    /// <param name="config">The run's settings.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="log">Takes the pictures, too.</param>
    /// <param name="validation">The validation samples.</param>
    /// <param name="firstBatch">Reads the first batch of the first epoch.</param>
    /// <exception cref="UserErrorException">The samples are neither pictures nor sound.</exception>
    public ExamplePictures(TrainingConfig config, RunFolder folder, TensorBoardLog log, ISampleDataset validation, Func<SampleBatch> firstBatch)
    {
        (_count, _folder, _log, _firstBatch) = (config.Examples, folder.Path, log, firstBatch);
        _sheet = new ExampleSheet(validation.Inputs, config.Data.MakeSpec());
        _validation = validation is IEmotionDataset emotions && _sheet.CanDraw
            ? emotions
            : throw new UserErrorException("examples shows faces and recordings with an emotion, and this run's samples are neither; set examples to 0.");
    }

    /// <inheritdoc/>
    public void RunBegins(TrainingState state)
    {
        if (state != TrainingState.Start)
            return;
        SampleBatch batch = _firstBatch();
        int length = batch.Input.Length / batch.Count, labels = _validation.Labels.Count;
        Keep("examples.png", "examples/training", 0, [.. Enumerable.Range(0, Math.Min(_count, batch.Count)).Select(row =>
            ((ReadOnlyMemory<float>)batch.Input.AsMemory(row * length, length), Words(batch.Targets.AsSpan(row * labels, labels))))]);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochReport epoch, float[] predictions)
    {
        int count = Math.Min(_count, _validation.Count), length = _validation.Inputs.Sum(input => input.Length), auxiliary = _validation.AuxiliaryTargets.Sum(target => target.Length);
        List<(ReadOnlyMemory<float>, string)> samples = [];
        for (int example = 0; example < count; example++)
        {
            int index = (int)((long)example * _validation.Count / count); // from all over the dataset, the same in each epoch
            float[] input = new float[length];
            _validation.Read(index, new SampleBuffer(input, new float[_validation.Labels.Count], new float[auxiliary]), null);
            (int actual, int predicted) = (_validation.LabelOf(index), (int)predictions[index]);
            samples.Add((input, actual < 0 || actual == predicted ? _validation.Labels[predicted] : $"{_validation.Labels[predicted]} ({_validation.Labels[actual]})"));
        }
        Keep("examples-validation.png", "examples/validation", epoch.RunStep, samples);
    }

    private void Keep(string file, string tag, long step, IReadOnlyList<(ReadOnlyMemory<float>, string)> samples)
    {
        (byte[] png, int width, int height) = _sheet.Draw(samples);
        AtomicFile.Write(Path.Combine(_folder, file), stream => stream.Write(png));
        _log.Show(step, tag, png, width, height);
    }

    // The likeliest labels; mixed samples have two.
    private string Words(ReadOnlySpan<float> target)
    {
        List<(float Share, string Label)> shares = [];
        for (int label = 0; label < target.Length; label++)
            if (target[label] >= 0.05f)
                shares.Add((target[label], _validation.Labels[label]));
        return string.Join(' ', shares.OrderByDescending(share => share.Share).Take(2).Select(share =>
            share.Share > 0.95f ? share.Label : FormattableString.Invariant($"{share.Label} {share.Share:0.0}")));
    }
}
