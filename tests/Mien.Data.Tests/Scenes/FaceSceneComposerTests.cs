using Mien.Core;
using Mien.Data.Scenes;
using Mien.Data.Tests.Support;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Scenes;

/// <summary>Composed pictures depend on their seed alone, and say where their faces are.</summary>
public sealed class FaceSceneComposerTests
{
    private static readonly SceneOptions s_options = new() { Size = 128, MinFace = 16, MaxFace = 110, MaxFaces = 8 };

    [Fact]
    public void The_same_seed_composes_the_same_picture()
    {
        FaceSceneComposer composer = new(s_options, new SpottedScenes(3), new SpottedScenes(2), new EmptyWalls());
        for (int seed = 0; seed < 20; seed++)
        {
            FaceScene one = composer.Compose(new SampleRandom(seed)), other = new FaceSceneComposer(s_options, new SpottedScenes(3), new SpottedScenes(2), new EmptyWalls()).Compose(new SampleRandom(seed));
            Assert.Equal(one.Rgb, other.Rgb);
            Assert.Equal(one.Faces, other.Faces);
        }
        Assert.NotEqual(composer.Compose(new SampleRandom(1)).Rgb, composer.Compose(new SampleRandom(2)).Rgb);
    }

    [Fact]
    public void Faces_lie_in_the_picture_and_have_the_sizes_asked_for()
    {
        FaceSceneComposer composer = new(s_options, new SpottedScenes(3), new SpottedScenes(2));
        FaceScene[] scenes = [.. Enumerable.Range(0, 300).Select(seed => composer.Compose(new SampleRandom(5, seed)))];
        SceneFace[] faces = [.. scenes.SelectMany(scene => scene.Faces)], counted = [.. faces.Where(face => !face.IsIgnored)];

        Assert.All(faces, face => Assert.True(face.Box is { X: >= 0, Y: >= 0, Right: <= 128, Bottom: <= 128, Width: > 0, Height: > 0 }));
        Assert.All(counted, face => Assert.InRange(face.Size, 16 * 0.5f, 110 * 1.3f));
        Assert.Contains(counted, face => face.Size < 24);
        Assert.Contains(counted, face => face.Size > 70);
        Assert.Contains(scenes, scene => scene.Faces.Count == 0);
        Assert.Contains(scenes, scene => scene.Faces.Count > 3);
        Assert.Contains(faces, face => face.IsIgnored);
    }

    [Fact]
    public void A_face_free_patch_shows_no_face()
    {
        FaceScene scene = new SpottedScenes(1).Read(0) with { Faces = [new SceneFace(new BoundingBox(40, 30, 20, 20), null), new SceneFace(new BoundingBox(55, 35, 15, 15), null)] };
        for (int seed = 0; seed < 200; seed++)
        {
            BoundingBox patch = FaceFreePatch.Find(scene, new SampleRandom(seed))!.Value;
            Assert.All(scene.Faces, face => Assert.Equal(0, patch.IntersectionOverUnion(face.Box)));
            Assert.True(patch is { X: >= 0, Y: >= 0, Right: <= 100.01f, Bottom: <= 80.01f });
        }
        Assert.Null(FaceFreePatch.Find(scene with { Faces = [new SceneFace(new BoundingBox(5, 5, 90, 70), null)] }, new SampleRandom(1)));
    }

    [Fact]
    public void A_sample_holds_the_picture_and_its_faces()
    {
        FaceSceneDataset dataset = new(
            new FaceSceneComposer(s_options, new SpottedScenes(3)), new ImageSpec { Width = 128, Height = 128, Mean = new(0.5f, 0.5f, 0.5f), Std = new(0.5f, 0.5f, 0.5f) }, 40, s_options.MaxFaces, seed: 3);
        int length = dataset.AuxiliaryTargets[0].Length;
        Assert.Equal(FaceTargets.Length * s_options.MaxFaces, length);
        for (int index = 0; index < dataset.Count; index++)
        {
            float[] input = new float[3 * 128 * 128], auxiliary = new float[length];
            dataset.Read(index, new SampleBuffer(input, [], auxiliary), augmentation: null);
            FaceScene scene = dataset.Compose(index);
            Assert.Equal(scene.Faces.Take(s_options.MaxFaces), FaceTargets.Read(auxiliary));
            Assert.Equal(scene.Rgb[2] / 127.5f - 1, input[2 * 128 * 128], 1e-5f);
        }
    }

    [Fact]
    public void Written_pictures_are_the_composed_ones_and_the_table_holds_their_faces()
    {
        using TemporaryFolder folder = new();
        FaceSceneDataset dataset = new(new FaceSceneComposer(s_options, new SpottedScenes(3)), new ImageSpec { Width = 128, Height = 128 }, 30, s_options.MaxFaces, seed: 8);

        (string table, string sheet) = FaceSceneWriter.Write(dataset, folder.Path);

        string[] rows = File.ReadAllLines(table);
        Assert.Equal(Enumerable.Range(0, 30).Sum(index => dataset.Compose(index).Faces.Count), rows.Length - 1);
        Assert.All(rows, row => Assert.Equal(16, row.Split(',').Length));
        foreach (int index in (int[])[0, 29])
        {
            using VideoFrame frame = ImageCodec.DecodeFile(Path.Combine(folder.Path, $"{index:000000}.png"));
            Assert.Equal(dataset.Compose(index).Rgb, frame.Rgb.ToArray());
        }
        using VideoFrame shown = ImageCodec.DecodeFile(sheet);
        Assert.Equal((6 * 128, 4 * 128), (shown.Width, shown.Height));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("size", Assert.Throws<UserErrorException>(() => new SceneOptions { Size = 100 }.Validate()).Message);
        Assert.Contains("max_face", Assert.Throws<UserErrorException>(() => new SceneOptions { MinFace = 50, MaxFace = 40 }.Validate()).Message);
    }

    private sealed class EmptyWalls : IFaceScenes
    {
        public int Count => 1;

        public FaceScene Read(int index) => new([.. Enumerable.Repeat((byte)200, 90 * 60 * 3)], 90, 60, []);
    }
}
