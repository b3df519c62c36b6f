using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>A picture that is composed layer by layer, and the faces that are still to be seen in it.</summary>
internal sealed class SceneCanvas
{
    // Below the first share of its box in sight a face need not be found; below the second it is not there.
    private const float CountedShare = 0.5f, PresentShare = 0.12f;

    private readonly SceneOptions _options;
    private readonly List<PlacedFace> _faces = [];
    private byte[] _layer = [];

    public SceneCanvas(SceneOptions options)
    {
        _options = options;
        Rgb = new byte[options.Size * options.Size * 3];
    }

    /// <summary>(Size, Size, 3).</summary>
    public byte[] Rgb { get; set; }

    public int Size => _options.Size;

    /// <summary>Faces painted so far that no later layer hides wholly.</summary>
    public IReadOnlyList<PlacedFace> Painted => _faces;

    /// <summary>Paints part of a picture and takes over its faces.</summary>
    /// <param name="scene">The picture.</param>
    /// <param name="canvasToScene">Which of its points is painted where.</param>
    /// <param name="region">Where it is painted, in canvas pixels; nothing is painted beyond the picture's edge.</param>
    /// <param name="feather">0 for the region's whole rectangle; else the inscribed ellipse, whose outer share of this width fades out.</param>
    /// <param name="withFaces">Whether the picture's faces become the canvas's; otherwise it must show none there.</param>
    public void Paint(FaceScene scene, AffineTransform canvasToScene, BoundingBox region, float feather = 0, bool withFaces = true)
    {
        int left = Math.Max(0, (int)MathF.Floor(region.X)), top = Math.Max(0, (int)MathF.Floor(region.Y));
        int width = Math.Min(Size, (int)MathF.Ceiling(region.Right)) - left, height = Math.Min(Size, (int)MathF.Ceiling(region.Bottom)) - top;
        if (width <= 0 || height <= 0)
            return;
        AffineTransform map = canvasToScene with
        {
            X0 = canvasToScene.X0 + canvasToScene.Xx * left + canvasToScene.Xy * top,
            Y0 = canvasToScene.Y0 + canvasToScene.Yx * left + canvasToScene.Yy * top,
        };
        if (_layer.Length < width * height * 3)
            _layer = new byte[Size * Size * 3];
        Span<byte> layer = _layer.AsSpan(0, width * height * 3);
        ImageSampler.SampleAffine(scene.Rgb, scene.Width, scene.Height, 3, layer, width, height, map);
        Blend(layer, new BoundingBox(left, top, width, height), region, map, scene, feather);
        Hide(region, canvasToScene, scene);
        if (withFaces)
            Place(scene, canvasToScene, region);
    }

    /// <summary>The finished picture; faces too small or too hidden to count are marked as ignored.</summary>
    public FaceScene Finish()
    {
        List<SceneFace> faces = [];
        foreach (PlacedFace placed in _faces)
        {
            BoundingBox seen = OnCanvas(placed.Face);
            float share = placed.Visible * seen.Area / placed.Face.Box.Area;
            if (share < PresentShare || seen.Width < 3 || seen.Height < 3)
                continue;
            bool ignored = placed.Face.IsIgnored || share < CountedShare || placed.Face.Size < _options.MinFace * 0.75f;
            faces.Add(placed.Face with { Box = seen, IsIgnored = ignored });
        }
        // The largest are the ones that count most.
        return new FaceScene(Rgb, Size, Size, [.. faces.OrderByDescending(face => face.Size)]);
    }

    private void Blend(ReadOnlySpan<byte> layer, BoundingBox area, BoundingBox region, AffineTransform map, FaceScene scene, float feather)
    {
        (int left, int top, int width, int height) = ((int)area.X, (int)area.Y, (int)area.Width, (int)area.Height);
        Point2 center = region.Center;
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = Rgb.AsSpan(((top + y) * Size + left) * 3, width * 3);
            ReadOnlySpan<byte> from = layer.Slice(y * width * 3, width * 3);
            (int first, int end) = Reached(map, y + 0.5, width, scene);
            if (feather == 0)
            {
                from[(first * 3)..(end * 3)].CopyTo(row[(first * 3)..]);
                continue;
            }
            float dy = (top + y + 0.5f - center.Y) / (region.Height / 2);
            for (int x = first; x < end; x++)
            {
                float dx = (left + x + 0.5f - center.X) / (region.Width / 2);
                float weight = Math.Clamp((1 - MathF.Sqrt(dx * dx + dy * dy)) / feather, 0, 1);
                for (int channel = x * 3; channel < x * 3 + 3; channel++)
                    row[channel] = (byte)(row[channel] + (from[channel] - row[channel]) * weight + 0.5f);
            }
        }
    }

    // The pixels of a row whose source lies within the picture: an affine map takes the row to a line, so they are neighbours.
    private static (int First, int End) Reached(AffineTransform map, double y, int width, FaceScene scene)
    {
        (double from, double to) = (0, width);
        Narrow(map.Xx, map.Xy * y + map.X0, scene.Width);
        Narrow(map.Yx, map.Yy * y + map.Y0, scene.Height);
        int first = Math.Clamp((int)Math.Ceiling(from - 0.5), 0, width);
        return (first, Math.Clamp((int)Math.Floor(to + 0.5), first, width));

        void Narrow(double slope, double start, double limit)
        {
            if (slope == 0)
                (from, to) = start >= 0 && start <= limit ? (from, to) : (0, 0);
            else
            {
                (double one, double other) = (-start / slope, (limit - start) / slope);
                (from, to) = (Math.Max(from, Math.Min(one, other)), Math.Min(to, Math.Max(one, other)));
            }
        }
    }

    // What the layer may hide of faces painted before: the region where the picture reaches, taken as a rectangle.
    private void Hide(BoundingBox region, AffineTransform canvasToScene, FaceScene scene)
    {
        BoundingBox reach = Intersect(region, Extent(canvasToScene.Invert(), scene));
        for (int i = _faces.Count - 1; i >= 0; i--)
        {
            float hidden = Intersect(OnCanvas(_faces[i].Face), reach).Area / OnCanvas(_faces[i].Face).Area;
            if (hidden >= 1 - PresentShare / 2)
                _faces.RemoveAt(i);
            else if (hidden > 0)
                _faces[i] = _faces[i] with { Visible = Math.Max(0, _faces[i].Visible - hidden) };
        }
    }

    private void Place(FaceScene scene, AffineTransform canvasToScene, BoundingBox region)
    {
        AffineTransform toCanvas = canvasToScene.Invert();
        bool mirrored = toCanvas.Xx * toCanvas.Yy - toCanvas.Xy * toCanvas.Yx < 0;
        foreach (SceneFace face in scene.Faces)
        {
            SceneFace moved = face with { Box = Move(face.Box, toCanvas), Points = face.Points is { } points ? Move(points, toCanvas, mirrored) : null };
            if (OnCanvas(moved) is { Area: > 0 } part && Intersect(part, region).Area / part.Area is var visible and > PresentShare)
                _faces.Add(new PlacedFace(moved, visible));
        }
    }

    private BoundingBox OnCanvas(SceneFace face) => Intersect(face.Box, new BoundingBox(0, 0, Size, Size));

    // A face is nearer to an ellipse than to its box: of a turned one, the box of the turned ellipse.
    private static BoundingBox Move(BoundingBox box, AffineTransform map)
    {
        Point2 center = map.Apply(box.Center);
        double a = box.Width / 2, b = box.Height / 2;
        float halfWidth = (float)Math.Sqrt(map.Xx * map.Xx * a * a + map.Xy * map.Xy * b * b), halfHeight = (float)Math.Sqrt(map.Yx * map.Yx * a * a + map.Yy * map.Yy * b * b);
        return new BoundingBox(center.X - halfWidth, center.Y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    private static FaceLandmarks5 Move(FaceLandmarks5 points, AffineTransform map, bool mirrored)
    {
        FaceLandmarks5 moved = new(map.Apply(points.LeftEye), map.Apply(points.RightEye), map.Apply(points.Nose), map.Apply(points.LeftMouth), map.Apply(points.RightMouth));
        return mirrored ? new FaceLandmarks5(moved.RightEye, moved.LeftEye, moved.Nose, moved.RightMouth, moved.LeftMouth) : moved;
    }

    private static BoundingBox Extent(AffineTransform toCanvas, FaceScene scene)
    {
        Point2[] corners = [toCanvas.Apply(new Point2(0, 0)), toCanvas.Apply(new Point2(scene.Width, 0)), toCanvas.Apply(new Point2(0, scene.Height)), toCanvas.Apply(new Point2(scene.Width, scene.Height))];
        return Faces.Landmarks68.BoxOf(corners);
    }

    private static BoundingBox Intersect(BoundingBox one, BoundingBox other)
    {
        float left = Math.Max(one.X, other.X), top = Math.Max(one.Y, other.Y);
        return new BoundingBox(left, top, Math.Max(0, Math.Min(one.Right, other.Right) - left), Math.Max(0, Math.Min(one.Bottom, other.Bottom) - top));
    }

    /// <summary>A face on the canvas.</summary>
    /// <param name="Face">Where it is, also beyond the canvas's edge.</param>
    /// <param name="Visible">Share of its box's part on the canvas that no layer and no region's edge hides, 0..1.</param>
    public readonly record struct PlacedFace(SceneFace Face, float Visible);
}
