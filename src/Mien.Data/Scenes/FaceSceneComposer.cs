using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>
/// Composes pictures for a face detector from frames, portraits and pictures without faces: frames at any scale and angle, mosaics,
/// faces pasted on backgrounds, things that hide them, and the spoiling of light, lens and codec. A picture depends on the random
/// generator alone.
/// </summary>
public sealed class FaceSceneComposer
{
    private readonly SceneOptions _options;
    private readonly IFaceScenes _frames;
    private readonly IFaceScenes? _portraits;
    private readonly IFaceScenes? _empties;
    private readonly IFaceScenes? _hardNegatives;

    /// <summary>Makes a composer.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="frames">Pictures with faces and what is around them; at least one.</param>
    /// <param name="portraits">Pictures that are a face from edge to edge, or null for none.</param>
    /// <param name="empties">Pictures without faces, or null for none; in any case there are textures and the frames' backgrounds.</param>
    /// <param name="hardNegatives">Pictures in whose middle a detector wrongly saw a face (<see cref="HardNegativeScenes"/>), or null for none.</param>
    /// <exception cref="UserErrorException">An option is out of its range.</exception>
    public FaceSceneComposer(SceneOptions options, IFaceScenes frames, IFaceScenes? portraits = null, IFaceScenes? empties = null, IFaceScenes? hardNegatives = null)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(frames.Count, 1);
        (_options, _frames) = (options, frames);
        _portraits = portraits is { Count: > 0 } ? portraits : null;
        _empties = empties is { Count: > 0 } ? empties : null;
        _hardNegatives = hardNegatives is { Count: > 0 } ? hardNegatives : null;
    }

    /// <summary>Composes a picture.</summary>
    /// <param name="random">Decides everything.</param>
    /// <exception cref="UserErrorException">A source picture is missing or damaged.</exception>
    public FaceScene Compose(SampleRandom random)
    {
        SceneCanvas canvas = new(_options);
        BoundingBox whole = new(0, 0, _options.Size, _options.Size);
        PaintBackground(canvas, whole, random);
        double kind = random.NextUnit();
        if (kind < 0.5)
            PaintFrames(canvas, whole, random);
        else if (kind < 0.72)
            PaintMosaic(canvas, random);
        else if (kind < 0.94)
            PasteFaces(canvas, random);
        if (_hardNegatives is not null && random.NextChance(0.35))
            PasteHardNegatives(canvas, _hardNegatives, random);
        if (random.NextChance(0.3))
            Occlude(canvas, random);
        canvas.Rgb = SceneDegradation.Apply(canvas.Rgb, _options.Size, random);
        return canvas.Finish();
    }

    // One frame, or, where it would fill less than half of the region's length, several side by side.
    private void PaintFrames(SceneCanvas canvas, BoundingBox region, SampleRandom random)
    {
        FaceScene frame = _frames.Read(random.NextIndex(_frames.Count));
        SceneFace face = frame.Faces[0];
        float room = Math.Min(region.Width, region.Height);
        float wanted = DrawSize(_options.MinFace, Math.Min(_options.MaxFace, room * 0.95f), random);
        float reach = Math.Max(frame.Width, frame.Height) * wanted / face.Size;
        if (reach < 0.6f * Math.Max(region.Width, region.Height) && random.NextChance(0.85) && canvas.Painted.Count < _options.MaxFaces)
        {
            float share = random.NextUniform(0.35f, 0.65f);
            bool across = region.Width >= region.Height;
            BoundingBox first = across ? region with { Width = region.Width * share } : region with { Height = region.Height * share };
            BoundingBox second = across
                ? region with { X = first.Right, Width = region.Width - first.Width }
                : region with { Y = first.Bottom, Height = region.Height - first.Height };
            PaintFrames(canvas, first, random);
            PaintFrames(canvas, second, random);
            return;
        }
        Point2 place = new(region.X + region.Width * random.NextUniform(0.1f, 0.9f), region.Y + region.Height * random.NextUniform(0.1f, 0.9f));
        canvas.Paint(frame, Map(face, wanted, place, DrawAngle(random), random.NextChance(0.5)), region);
    }

    private void PaintMosaic(SceneCanvas canvas, SampleRandom random)
    {
        float size = _options.Size, x = size * random.NextUniform(0.3f, 0.7f), y = size * random.NextUniform(0.3f, 0.7f);
        BoundingBox[] cells = [new(0, 0, x, y), new(x, 0, size - x, y), new(0, y, x, size - y), new(x, y, size - x, size - y)];
        foreach (BoundingBox cell in cells)
        {
            if (random.NextChance(0.2))
                PaintBackground(canvas, cell, random);
            else
                PaintFrames(canvas, cell, random);
        }
    }

    private void PasteFaces(SceneCanvas canvas, SampleRandom random)
    {
        int count = random.NextIndex(Math.Min(6, _options.MaxFaces + 1));
        for (int i = 0; i < count; i++)
        {
            bool isPortrait = _portraits is not null && random.NextChance(0.5);
            FaceScene source = isPortrait ? _portraits!.Read(random.NextIndex(_portraits.Count)) : _frames.Read(random.NextIndex(_frames.Count));
            SceneFace face = source.Faces[0];
            float wanted = DrawSize(_options.MinFace, Math.Min(_options.MaxFace, _options.Size * (isPortrait ? 0.35f : 0.6f)), random);
            Point2 place = new(random.NextUniform(0, _options.Size), random.NextUniform(0, _options.Size));
            AffineTransform map = Map(face, wanted, place, DrawAngle(random), random.NextChance(0.5));
            float around = isPortrait ? random.NextUniform(1.05f, 1.3f) : random.NextUniform(1.2f, 2.4f);
            BoundingBox region = Around(place, wanted * around, wanted * around * random.NextUniform(1, 1.3f));
            canvas.Paint(source, map, region, random.NextChance(0.6) ? random.NextUniform(0.05f, 0.3f) : 0);
        }
        // The same edges without a face in them, so that an edge is no sign of one.
        for (int i = random.NextIndex(3); i > 0; i--)
        {
            float side = DrawSize(_options.MinFace, _options.Size * 0.5f, random);
            PaintBackground(canvas, Around(new Point2(random.NextUniform(0, _options.Size), random.NextUniform(0, _options.Size)), side, side * random.NextUniform(0.7f, 1.4f)), random, random.NextChance(0.6) ? 0.2f : 0);
        }
    }

    private void PasteHardNegatives(SceneCanvas canvas, IFaceScenes negatives, SampleRandom random)
    {
        for (int i = random.NextIndex(3); i >= 0; i--)
        {
            FaceScene negative = negatives.Read(random.NextIndex(negatives.Count));
            SceneFace middle = new(Around(new Point2(negative.Width / 2f, negative.Height / 2f), negative.Width / HardNegativeScenes.Reach, negative.Height / HardNegativeScenes.Reach), null);
            float wanted = DrawSize(_options.MinFace, Math.Min(_options.MaxFace, _options.Size * 0.5f), random);
            Point2 place = new(random.NextUniform(0, _options.Size), random.NextUniform(0, _options.Size));
            float side = wanted * random.NextUniform(1.2f, HardNegativeScenes.Reach);
            canvas.Paint(negative, Map(middle, wanted, place, DrawAngle(random), random.NextChance(0.5)), Around(place, side, side), random.NextChance(0.6) ? random.NextUniform(0.05f, 0.3f) : 0, withFaces: false);
        }
    }

    // Hair, hands, cups and microphones are out of reach: any patch over a part of a face stands for them.
    private void Occlude(SceneCanvas canvas, SampleRandom random)
    {
        foreach (SceneCanvas.PlacedFace placed in canvas.Painted.ToArray())
        {
            if (!random.NextChance(0.6))
                continue;
            BoundingBox box = placed.Face.Box;
            Point2 place = new(box.X + box.Width * random.NextUniform(-0.1f, 1.1f), box.Y + box.Height * random.NextUniform(-0.1f, 1.1f));
            BoundingBox patch = Around(place, box.Width * random.NextUniform(0.15f, 0.7f), box.Height * random.NextUniform(0.15f, 0.7f));
            PaintBackground(canvas, patch, random, random.NextChance(0.4) ? 0.15f : 0);
        }
    }

    private void PaintBackground(SceneCanvas canvas, BoundingBox region, SampleRandom random, float feather = 0)
    {
        // A large region of one patch would be blurred only.
        if (feather == 0 && region.Width > 100 && region.Height > 100 && random.NextChance(0.4))
        {
            float width = region.Width * random.NextUniform(0.3f, 0.7f), height = region.Height * random.NextUniform(0.3f, 0.7f);
            PaintBackground(canvas, region with { Width = width, Height = height }, random);
            PaintBackground(canvas, region with { X = region.X + width, Width = region.Width - width, Height = height }, random);
            PaintBackground(canvas, region with { Y = region.Y + height, Width = width, Height = region.Height - height }, random);
            PaintBackground(canvas, region with { X = region.X + width, Y = region.Y + height, Width = region.Width - width, Height = region.Height - height }, random);
            return;
        }
        (FaceScene scene, BoundingBox part) = Background(random);
        // The part is stretched over the region, at most by half more in one direction than in the other.
        float stretch = Math.Clamp(region.Width / part.Width / (region.Height / part.Height), 0.67f, 1.5f);
        float scale = Math.Max(region.Width / part.Width / stretch, region.Height / part.Height);
        BoundingBox shown = new(part.X, part.Y, region.Width / (scale * stretch), region.Height / scale);
        double xx = shown.Width / region.Width * (random.NextChance(0.5) ? -1 : 1), yy = shown.Height / region.Height;
        AffineTransform map = new(xx, 0, (xx < 0 ? shown.Right : shown.X) - xx * region.X, 0, yy, shown.Y - yy * region.Y);
        canvas.Paint(scene, map, region, feather, withFaces: false);
    }

    private (FaceScene Scene, BoundingBox Part) Background(SampleRandom random)
    {
        if (_empties is not null && random.NextChance(0.12))
        {
            FaceScene empty = _empties.Read(random.NextIndex(_empties.Count));
            return (empty, FaceFreePatch.Find(empty, random)!.Value);
        }
        if (random.NextChance(0.75))
        {
            FaceScene frame = _frames.Read(random.NextIndex(_frames.Count));
            if (FaceFreePatch.Find(frame, random) is { } part)
                return (frame, part);
        }
        FaceScene texture = SceneTexture.Draw(_options.Size / 2, random);
        return (texture, new BoundingBox(0, 0, texture.Width, texture.Height));
    }

    // From the canvas to the source: the face gets the wanted size, angle and place.
    private static AffineTransform Map(SceneFace face, float wantedSize, Point2 place, double angle, bool mirrored)
    {
        double scale = face.Size / wantedSize, cos = Math.Cos(angle) * scale, sin = Math.Sin(angle) * scale, side = mirrored ? -1 : 1;
        Point2 center = face.Box.Center;
        return new AffineTransform(
            side * cos, -side * sin, center.X - side * (cos * place.X - sin * place.Y),
            sin, cos, center.Y - (sin * place.X + cos * place.Y));
    }

    // As many faces from 16 to 32 pixels as from 32 to 64: small ones are harder, and there are more of them in the world.
    private static float DrawSize(float from, float to, SampleRandom random) => to <= from ? from : from * MathF.Pow(to / from, random.NextUniform(0, 1));

    private static double DrawAngle(SampleRandom random) => (random.NextChance(0.35) ? random.NextUniform(-45, 45) : Math.Clamp(7 * random.NextNormal(), -20, 20)) * Math.PI / 180;

    private static BoundingBox Around(Point2 center, float width, float height) => new(center.X - width / 2, center.Y - height / 2, width, height);
}
