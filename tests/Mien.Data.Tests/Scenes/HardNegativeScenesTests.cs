using Mien.Core;
using Mien.Data.Scenes;
using Mien.Data.Tests.Support;
using Mien.Vision;

namespace Mien.Data.Tests.Scenes;

/// <summary>What a detector wrongly takes for a face is found and shown again, and nothing that is a face.</summary>
public sealed class HardNegativeScenesTests
{
    private static readonly SceneOptions s_options = new() { Size = 128, MinFace = 16, MaxFace = 60, MaxFaces = 4 };

    [Fact]
    public void False_faces_are_kept_with_what_is_around_them_and_true_ones_are_not()
    {
        FaceSceneComposer composer = new(s_options, new SpottedScenes(3));
        EverywhereDetector detector = new();

        IFaceScenes negatives = HardNegativeScenes.Mine(composer, detector, pictures: 40, seed: 9);

        Assert.InRange(negatives.Count, 20, detector.Found - 20);
        for (int index = 0; index < negatives.Count; index++)
        {
            FaceScene scene = negatives.Read(index);
            Assert.Empty(scene.Faces);
            Assert.Equal((int)(20 * HardNegativeScenes.Reach), scene.Width);
            Assert.Equal(scene.Width, scene.Height);
        }
        Assert.Equal(negatives.Read(0).Rgb, HardNegativeScenes.Mine(composer, new EverywhereDetector(), 40, 9).Read(0).Rgb);
    }

    [Fact]
    public void They_come_into_composed_pictures()
    {
        // Magenta is nowhere else in them but by chance.
        FaceSceneComposer without = new(s_options, new SpottedScenes(3)), with = new(s_options, new SpottedScenes(3), hardNegatives: new MagentaScenes());

        int Magenta(FaceSceneComposer composer) => Enumerable.Range(0, 60).Count(seed => HasMagenta(composer.Compose(new SampleRandom(seed)).Rgb));

        Assert.InRange(Magenta(with) - Magenta(without), 8, 40);
    }

    private static bool HasMagenta(byte[] rgb)
    {
        int count = 0;
        for (int at = 0; at < rgb.Length; at += 3)
            if (rgb[at] > 140 && rgb[at + 1] < 90 && rgb[at + 2] > 140)
                count++;
        return count > 150;
    }

    /// <summary>Takes nine places of every picture for a face of 20 pixels.</summary>
    private sealed class EverywhereDetector : IFaceDetector
    {
        public int Found { get; private set; }

        public string Name => "everywhere";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
        {
            Found += 9;
            return [.. Enumerable.Range(0, 9).Select(i => new FaceDetection(new BoundingBox(14 + i % 3 * 40, 14 + i / 3 * 40, 20, 20), 0.9f))];
        }

        public void Dispose()
        {
        }
    }

    private sealed class MagentaScenes : IFaceScenes
    {
        public int Count => 1;

        public FaceScene Read(int index)
        {
            byte[] rgb = new byte[36 * 36 * 3];
            for (int at = 0; at < rgb.Length; at += 3)
                (rgb[at], rgb[at + 2]) = (255, 255);
            return new FaceScene(rgb, 36, 36, []);
        }
    }
}
