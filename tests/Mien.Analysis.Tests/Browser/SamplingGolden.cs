using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Analysis.Tests.Browser;

/// <summary>Pictures made smaller and sampled through affine maps by the native sampler, which the browser's must equal to the bit.</summary>
internal static class SamplingGolden
{
    private static readonly (int Width, int Height)[] s_sizes = [(320, 240), (160, 120), (80, 60), (107, 80), (200, 151), (319, 239), (45, 33), (1, 1)];

    // Enlarged, as it is, turned, by a broken and a whole factor smaller, and beyond the picture's edges.
    private static readonly AffineTransform[] s_maps =
    [
        new(0.4, 0, 90.25, 0, 0.4, 40.75),
        new(1, 0, 12, 0, 1, 7),
        new(0.7, -0.35, 120.5, 0.35, 0.7, 30.5),
        new(1.7, 0.3, 60.125, -0.3, 1.7, 20.25),
        new(2, 0, 0, 0, 2, 0),
        new(3.3, -1.2, 50, 1.2, 3.3, -20),
        new(4.9, 0, -100, 0, 4.9, -80),
        new(0.9, 0, -500, 0, 0.9, 900),
    ];

    public static JsonObject Make(string folder, GoldenScene scene)
    {
        using VideoFrame frame = scene.Draw(folder);
        JsonArray areas = [], affines = [];
        foreach ((int width, int height) in s_sizes)
        {
            byte[] target = new byte[width * height * 3];
            ImageSampler.Resize(frame.Rgb.Span, frame.Width, frame.Height, 3, target, width, height, Interpolation.Area);
            areas.Add(new JsonObject { ["width"] = width, ["height"] = height, ["sha256"] = GoldenJson.Hash(target) });
        }
        foreach (AffineTransform map in s_maps)
        {
            const int width = 60, height = 50;
            float[] target = new float[width * height * 3];
            ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, target, width, height, map);
            affines.Add(new JsonObject
            {
                ["width"] = width,
                ["height"] = height,
                ["map"] = new JsonArray(map.Xx, map.Xy, map.X0, map.Yx, map.Yy, map.Y0),
                ["sha256"] = GoldenJson.Hash(MemoryMarshal.AsBytes(target.AsSpan())),
            });
        }
        return new JsonObject { ["scene"] = scene.ToJson(), ["areas"] = areas, ["affines"] = affines };
    }
}
