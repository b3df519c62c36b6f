using Mien.Core;

namespace Mien.Data.Scenes;

/// <summary>Finds parts of pictures that show no face.</summary>
internal static class FaceFreePatch
{
    private const float Clearance = 0.15f;
    private const int SmallestSide = 24;

    /// <summary>A rectangle beside, above or below all faces of a picture, or null where none is large enough.</summary>
    /// <param name="scene">The picture.</param>
    /// <param name="random">Decides which.</param>
    public static BoundingBox? Find(FaceScene scene, SampleRandom random)
    {
        if (scene.Faces.Count == 0)
            return Crop(new BoundingBox(0, 0, scene.Width, scene.Height), random);
        float left = scene.Faces.Min(face => face.Box.X - Clearance * face.Box.Width), right = scene.Faces.Max(face => face.Box.Right + Clearance * face.Box.Width);
        float top = scene.Faces.Min(face => face.Box.Y - Clearance * face.Box.Height), bottom = scene.Faces.Max(face => face.Box.Bottom + Clearance * face.Box.Height);
        BoundingBox[] free = [.. new[]
        {
            new BoundingBox(0, 0, left, scene.Height),
            new BoundingBox(right, 0, scene.Width - right, scene.Height),
            new BoundingBox(0, 0, scene.Width, top),
            new BoundingBox(0, bottom, scene.Width, scene.Height - bottom),
        }.Where(part => part.Width >= SmallestSide && part.Height >= SmallestSide)];
        return free.Length == 0 ? null : Crop(free[random.NextIndex(free.Length)], random);
    }

    private static BoundingBox Crop(BoundingBox whole, SampleRandom random)
    {
        float width = Math.Max(SmallestSide, whole.Width * random.NextUniform(0.5f, 1)), height = Math.Max(SmallestSide, whole.Height * random.NextUniform(0.5f, 1));
        (width, height) = (Math.Min(width, whole.Width), Math.Min(height, whole.Height));
        return new BoundingBox(whole.X + random.NextUniform(0, whole.Width - width), whole.Y + random.NextUniform(0, whole.Height - height), width, height);
    }
}
