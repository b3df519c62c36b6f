using Mien.Core;
using Mien.Data;
using Mien.Training.Configuration;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training.CrossValidation;

/// <summary>
/// Trains a config once for each fold and tests it on the fold's people: what `mien crossval` does. A few people of the next
/// fold choose the epoch; the test people choose nothing. A finished fold is not trained again, an interrupted one goes on.
/// </summary>
public sealed class CrossValidationRun
{
    private readonly TrainingConfig _config;
    private readonly PersonFolds _folds;
    private readonly string _folder;
    private readonly int _validationPeople;
    private readonly EvaluationOptions _options;

    /// <summary>Prepares a cross-validation.</summary>
    /// <param name="config">The settings; its data must name people.</param>
    /// <param name="folds">Who is tested when; people in no fold are always trained on.</param>
    /// <param name="outputFolder">The folder of all runs; this one's is named NAME-crossval, with a run for each fold.</param>
    /// <param name="validationPeople">How many people of the next fold choose the epoch, at least 1.</param>
    /// <param name="options">What is measured.</param>
    /// <exception cref="UserErrorException">The data do not name people.</exception>
    public CrossValidationRun(TrainingConfig config, PersonFolds folds, string outputFolder, int validationPeople, EvaluationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(validationPeople, 1);
        if (config.Data is not IPersonSplitOptions)
            throw new UserErrorException($"The data of the config {config.Name} do not say who is on a sample, so they cannot be split by person; cross-validate a config of recordings of known people.");
        (_config, _folds, _validationPeople, _options) = (config, folds, validationPeople, options);
        _folder = Path.GetFullPath(Path.Combine(outputFolder, $"{config.Name}-crossval"));
    }

    /// <summary>The folder of this cross-validation.</summary>
    public string Folder => _folder;

    /// <summary>Trains and tests every fold that is not finished, on the calling thread.</summary>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="cancellationToken">Ends the work; calling again goes on.</param>
    /// <exception cref="UserErrorException">Data are missing, or the folder holds folds of other settings.</exception>
    public CrossValidationResult Execute(ITrainingProgress progress, CancellationToken cancellationToken = default)
    {
        List<FoldRecord> records = [];
        for (int fold = 0; fold < _folds.Folds.Count; fold++)
        {
            TrainingConfig config = ConfigOf(fold);
            string folder = Path.Combine(_folder, config.Name), yaml = ConfigWriter.Write(config);
            FoldRecord? record = FoldRecord.Load(folder, yaml);
            progress.Note($"Fold {fold + 1} of {_folds.Folds.Count}, testing {string.Join(' ', _folds.Folds[fold])}{(record is null ? "." : ": finished before.")}");
            records.Add(record ?? RunFold(fold, config, folder, yaml, progress, cancellationToken));
        }
        return Summarise(records);
    }

    private FoldRecord RunFold(int fold, TrainingConfig config, string folder, string yaml, ITrainingProgress progress, CancellationToken cancellationToken)
    {
        bool begun = File.Exists(Path.Combine(folder, "last.safetensors"));
        RunFolder run = TrainingRun.Execute(config, _folder, progress, begun, cancellationToken);
        using CheckpointPredictor predictor = CheckpointPredictor.Load(run.BestModel);
        IEmotionDataset test = ((EmotionDataOptions)config.Data).Open(DatasetPart.Test, cancellationToken);
        EvaluationResult result = EvaluationRun.Execute(predictor, test, $"test people of fold {fold + 1}", _options with { BootstrapResamples = 0 }, cancellationToken: cancellationToken);
        EmotionPredictions predictions = result.Predictions;
        FoldRecord record = new(
            yaml,
            _folds.Folds[fold],
            ValidationPeople(fold),
            predictor.Validation.Epoch,
            [.. predictions.Labels],
            [.. Enumerable.Range(0, predictions.Count).Select(predictions.Actual)],
            [.. Enumerable.Range(0, predictions.Count).SelectMany(sample => predictions.Probabilities(sample).ToArray())],
            test.Groups);
        record.Save(folder);
        progress.Note(FormattableString.Invariant($"Fold {fold + 1}: accuracy {result.All!.Scores.Accuracy:0.0000}, UAR {result.All.Scores.Uar:0.0000}."));
        return record;
    }

    private TrainingConfig ConfigOf(int fold)
    {
        IPersonSplitOptions data = (IPersonSplitOptions)_config.Data;
        HashSet<string> inFolds = [.. _folds.Folds.SelectMany(people => people)];
        return _config with
        {
            Name = $"fold-{fold + 1}",
            // Whoever is in a fold is tested once and trained on otherwise, also where the config keeps them apart.
            Data = data.WithPeople(ValidationPeople(fold), _folds.Folds[fold], [.. data.ExcludedSpeakers.Where(person => !inFolds.Contains(person))]),
        };
    }

    private IReadOnlyList<string> ValidationPeople(int fold) => [.. _folds.Folds[(fold + 1) % _folds.Folds.Count].Take(_validationPeople)];

    private CrossValidationResult Summarise(IReadOnlyList<FoldRecord> records)
    {
        FoldResult[] folds = [.. records.Select((record, fold) =>
        {
            EmotionPredictions predictions = record.Predictions();
            return new FoldResult(fold + 1, record.TestPeople, record.ValidationPeople, record.Epoch, GroupScores.Of($"fold {fold + 1}", "fold", predictions, [.. predictions.Labelled], _options));
        })];
        EmotionPredictions pooled = EmotionPredictions.Concat([.. records.Select(record => record.Predictions())]);
        return new CrossValidationResult(_config.Name, _folds.Name, folds, new EvaluationResult
        {
            Model = _config.Name,
            Data = $"test people of {records.Count} folds",
            Predictions = pooled,
            All = GroupScores.Of("all folds", "all", pooled, [.. pooled.Labelled], _options),
            Groups = [.. PooledGroups(records).Select(group => GroupScores.Of(group.Name, group.Kind, pooled, group.Indices, _options))],
            Options = _options,
        });
    }

    /// <summary>Groups of the same name and kind in several folds, such as a sex, become one.</summary>
    private static IEnumerable<SampleGroup> PooledGroups(IReadOnlyList<FoldRecord> records)
    {
        int start = 0;
        List<SampleGroup> shifted = [];
        foreach (FoldRecord record in records)
        {
            foreach (SampleGroup group in record.Groups)
                shifted.Add(group with { Indices = [.. group.Indices.Where(index => record.Actual[index] >= 0).Select(index => index + start)] });
            start += record.Actual.Length;
        }
        return shifted
            .GroupBy(group => (group.Kind, group.Name), (key, groups) => new SampleGroup(key.Name, [.. groups.SelectMany(group => group.Indices)], key.Kind))
            .Where(group => group.Indices.Count > 0)
            .OrderBy(group => group.Kind == "person").ThenBy(group => group.Name, StringComparer.Ordinal);
    }
}
