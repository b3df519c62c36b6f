using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Analysis.Tests.Browser;

/// <summary>
/// The golden file that the engine inside the browser is held to is what this pipeline computes. After a change of models or pipeline it is
/// made anew by <c>MIEN_WRITE_GOLDEN=1 dotnet run --project tests/Mien.Analysis.Tests -- -class Mien.Analysis.Tests.Browser.BrowserGoldenTests</c>.
/// </summary>
public sealed class BrowserGoldenTests
{
    // Another processor's kernels add up in another order; what is compared to the bit has a hash.
    private const double Tolerance = 2e-4;

    // Crops hang on the last bits of what the networks before them gave; the sampler alone is compared to the bit.
    private static readonly string[] s_ofThisProcessor = ["landmarkCrop", "emotionCrop"];

    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "Golden", "browser");

    [Fact]
    public void The_browsers_golden_numbers_are_those_of_this_pipeline()
    {
        bool write = Environment.GetEnvironmentVariable("MIEN_WRITE_GOLDEN") == "1";
        if (write && !File.Exists(Path.Combine(s_folder, BrowserGolden.Portrait)))
            CutPortrait();
        JsonObject golden = BrowserGolden.Make(s_folder);
        if (write)
            BrowserGolden.Write(s_folder, golden);
        JsonNode committed = JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, BrowserGolden.FileName)))!;
        Compare("$", committed, JsonNode.Parse(golden.ToJsonString()));
        Assert.Contains(golden["streams"]![0]!["frames"]!.AsArray(), frame => frame!["speech"]?["probabilities"] is not null && frame["faces"]!.AsArray().Count == 1);
        Assert.True(golden["tracking"]!["frames"]!.AsArray().Max(frame => frame!["tracked"]!.AsArray().Count) == 3);
    }

    /// <summary>The head of NASA's public-domain portrait, 320 x 240 pixels.</summary>
    private static void CutPortrait()
    {
        using VideoFrame whole = ImageCodec.DecodeFile(Repository.Portrait);
        using VideoFrame part = new(320, 240);
        for (int y = 0; y < part.Height; y++)
            whole.Rgb.Slice((y * whole.Width + 64) * 3, part.Width * 3).CopyTo(part.Rgb[(y * part.Width * 3)..]);
        Directory.CreateDirectory(s_folder);
        File.WriteAllBytes(Path.Combine(s_folder, BrowserGolden.Portrait), ImageCodec.EncodePng(part));
    }

    private static void Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject one, JsonObject other):
                Assert.Equal(one.Select(entry => entry.Key), other.Select(entry => entry.Key));
                foreach ((string key, JsonNode? value) in one.Where(entry => !s_ofThisProcessor.Contains(entry.Key)))
                    Compare($"{path}.{key}", value, other[key]);
                break;
            case (JsonArray one, JsonArray other):
                Assert.True(one.Count == other.Count, $"{path} has {other.Count} items instead of {one.Count}");
                for (int i = 0; i < one.Count; i++)
                    Compare($"{path}[{i}]", one[i], other[i]);
                break;
            case (JsonValue one, JsonValue other) when one.TryGetValue(out double number) && other.TryGetValue(out double computed):
                Assert.True(Math.Abs(number - computed) <= Tolerance * Math.Max(1, Math.Abs(number)), $"{path} is {computed} instead of {number}");
                break;
            default:
                Assert.True(expected?.ToJsonString() == actual?.ToJsonString(), $"{path} is {actual} instead of {expected}");
                break;
        }
    }
}
