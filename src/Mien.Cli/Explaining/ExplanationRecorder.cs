using System.Text.Json;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Data;
using Mien.Interop.OpenCv;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Reporting;
using Mien.Training.Explanation;

namespace Mien.Cli.Explaining;

/// <summary>Writes each explained sample as a picture, and in the end the page with all and the numbers.</summary>
internal sealed class ExplanationRecorder
{
    private const int MostPicturesOnPage = 200;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly ExplanationFacts _facts;
    private readonly string _folder;
    private readonly ImageTransform _transform;
    private readonly int _imageStart;
    private readonly HashSet<string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ExplainedSample> _samples = [];
    private readonly List<ReportPicture> _pictures = [];
    private readonly OrderedDictionary<string, MeanActivation> _means = [];

    /// <summary>Makes a recorder.</summary>
    /// <param name="facts">What is explained.</param>
    /// <param name="parts">What a sample's input holds, in order.</param>
    /// <param name="folder">The folder to write to, made when absent.</param>
    public ExplanationRecorder(ExplanationFacts facts, IReadOnlyList<SampleInput> parts, string folder)
    {
        (_facts, _folder, _transform) = (facts, folder, new ImageTransform(facts.Spec.Image!));
        _imageStart = parts.TakeWhile(part => part.Name != EmotionModel.ImageInput).Sum(part => part.Length);
    }

    /// <summary>Samples so far.</summary>
    public IReadOnlyList<ExplainedSample> Samples => _samples;

    /// <summary>Takes in a sample and writes its picture.</summary>
    public void Add(ExplanationSample sample, ActivationMap map)
    {
        byte[] rgb = new byte[_transform.ElementCount];
        _transform.Denormalize(sample.Input.AsSpan(_imageStart, _transform.ElementCount), rgb);
        ExplainedSample explained = new(sample.Name, NewFile(sample.Name), sample.Actual is { } actual ? _facts.Labels[actual] : null, _facts.Labels, map);
        using VideoFrame panels = HeatMapPicture.Panels(rgb, _transform.Spec.Width, _transform.Spec.Height, map.Relative(), map.Width);
        using VideoFrame sheet = HeatMapPicture.WithWords(panels, explained.Headline, explained.Explained);
        byte[] png = ImageCodec.EncodePng(sheet);
        AtomicFile.Write(Path.Combine(_folder, explained.File), stream => stream.Write(png));
        _samples.Add(explained);
        if (_pictures.Count < MostPicturesOnPage)
            _pictures.Add(new ReportPicture(ImageCodec.EncodeJpeg(panels), panels.Width, panels.Height, $"{explained.Name}: {explained.Headline}"));
        string shared = explained.Actual ?? explained.Predicted;
        if (!_means.TryGetValue(shared, out MeanActivation? mean))
            _means.Add(shared, mean = new MeanActivation(shared));
        mean.Add(map, rgb);
    }

    /// <summary>Writes <c>explanations.html</c> and <c>explanations.json</c>.</summary>
    /// <param name="notices">Sentences that the reader must see first.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Complete(IReadOnlyList<string> notices)
    {
        string html = Path.Combine(_folder, "explanations.html"), json = Path.Combine(_folder, "explanations.json");
        AtomicFile.WriteAllText(json, ToJson().ToJsonString(s_json) + "\n");
        ReportDocument report = ExplanationReport.Compose(_facts, _samples, _pictures, Means(), notices);
        AtomicFile.Write(html, stream => HtmlDocumentWriter.Write(report, stream));
        return [html, json];
    }

    // Pictures of several folders may share a name.
    private string NewFile(string name)
    {
        string file = $"{name}.png";
        for (int number = 2; !_files.Add(file); number++)
            file = $"{name}-{number}.png";
        return file;
    }

    private List<ReportPicture> Means()
    {
        List<ReportPicture> pictures = [];
        foreach (MeanActivation mean in _means.Values.Where(mean => mean.Count > 1).OrderBy(mean => _facts.Labels.IndexOf(mean.Label)))
        {
            using VideoFrame panels = HeatMapPicture.Panels(mean.Picture, _transform.Spec.Width, _transform.Spec.Height, mean.Map, _samples[0].Map.Width);
            pictures.Add(new ReportPicture(ImageCodec.EncodeJpeg(panels), panels.Width, panels.Height, $"{mean.Label}: mean of {mean.Count}"));
        }
        return pictures;
    }

    private JsonObject ToJson() => new()
    {
        ["model"] = _facts.Model,
        ["source"] = _facts.Source,
        ["method"] = "Grad-CAM",
        ["layer"] = _facts.Layer,
        ["labels"] = new JsonArray([.. _facts.Labels.Select(label => (JsonNode)label)]),
        ["samples"] = new JsonArray([.. _samples.Select(sample => new JsonObject
        {
            ["name"] = sample.Name,
            ["picture"] = sample.File,
            ["true"] = sample.Actual,
            ["predicted"] = sample.Predicted,
            ["explained"] = sample.Explained,
            ["probabilities"] = new JsonObject(_facts.Labels.Zip(sample.Map.Probabilities, (label, probability) => KeyValuePair.Create<string, JsonNode?>(label, probability))),
            ["peak"] = sample.Map.PeakAt is { } at ? new JsonObject { ["x"] = at.X, ["y"] = at.Y, ["value"] = sample.Map.Peak } : null,
            ["map"] = Rows(sample.Map.Values, sample.Map.Width),
        })]),
        ["means"] = new JsonArray([.. _means.Values.Select(mean => new JsonObject
        {
            ["label"] = mean.Label,
            ["samples"] = mean.Count,
            ["map"] = Rows(mean.Map, _samples[0].Map.Width),
        })]),
    };

    private static JsonArray Rows(IReadOnlyList<float> map, int width) =>
        [.. map.Chunk(width).Select(row => new JsonArray([.. row.Select(value => (JsonNode)value)]))];
}
