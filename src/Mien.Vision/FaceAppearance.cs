using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// How a face looks, coarsely: the colour and the brightness, relative to the face's own, of a grid of cells over the face,
/// over the hair and over the clothes below. It tells people of one film apart, not people in general: light and
/// clothes are as much in it as skin. Colour is the share of red and of blue in a cell's sum, so that it does not
/// change with the exposure. Measuring reads some 500 pixels.
/// </summary>
internal sealed class FaceAppearance
{
    private const int PointsAcrossCell = 4;

    // Dark pixels have no reliable colour: this, in steps of 255, is added to each channel.
    private const int Dark = 8;

    // Weights by logistic regression between frames of one person up to 2 s apart and frames of two people, rounded.
    private static readonly Region[] s_regions =
    [
        new(0, 0, 1, 1, 4, 5, ColorWeight: 3, BrightnessWeight: 0.5f), // the face
        new(0, -0.3f, 1, 0.3f, 4, 1, ColorWeight: 1, BrightnessWeight: 0.1f), // the hair
        new(-0.25f, 1.2f, 1.5f, 0.6f, 4, 2, ColorWeight: 2, BrightnessWeight: 0.3f), // the clothes
    ];

    private static readonly int s_count = s_regions.Sum(region => region.Count);

    private readonly float[] _red = new float[s_count]; // 1 for grey
    private readonly float[] _blue = new float[s_count];
    private readonly float[] _brightness = new float[s_count]; // natural logarithm of the luma's ratio to the face's
    private readonly bool[] _seen = new bool[s_count];

    /// <summary>Takes a face's look from a frame; cells of which less than half lies within it count as unseen.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="box">The face's box in it, brow to chin.</param>
    public void Measure(VideoFrame frame, BoundingBox box)
    {
        ReadOnlySpan<byte> rgb = frame.Rgb.Span;
        int cell = 0;
        foreach (Region region in s_regions)
        {
            float width = box.Width * region.Width / region.Columns, height = box.Height * region.Height / region.Rows;
            float left = box.X + box.Width * region.X, top = box.Y + box.Height * region.Y;
            for (int row = 0; row < region.Rows; row++)
                for (int column = 0; column < region.Columns; column++)
                    MeasureCell(rgb, frame.Width, frame.Height, new BoundingBox(left + column * width, top + row * height, width, height), cell++);
        }
        MakeBrightnessRelative();
    }

    /// <summary>
    /// How different two looks are: 0 for equal ones; see <see cref="FaceTrackerOptions.ChangedAppearance"/> for what is much. Of each region
    /// only the half of the cells that differ least counts, so that a face which is half turned, half hidden or half in shadow is still
    /// known, while two people differ nearly everywhere.
    /// </summary>
    public float DistanceTo(FaceAppearance other)
    {
        float sum = 0, weights = 0;
        int first = 0;
        Span<float> differences = stackalloc float[s_count];
        foreach (Region region in s_regions)
        {
            int both = 0;
            for (int i = first; i < first + region.Count; i++)
                if (_seen[i] && other._seen[i])
                    differences[both++] = region.ColorWeight * (Math.Abs(_red[i] - other._red[i]) + Math.Abs(_blue[i] - other._blue[i])) / 2
                        + region.BrightnessWeight * Math.Abs(_brightness[i] - other._brightness[i]);
            first += region.Count;
            if (both == 0)
                continue;
            differences[..both].Sort();
            int counted = (both + 1) / 2;
            float total = 0;
            foreach (float difference in differences[..counted])
                total += difference;
            sum += total / counted;
            weights += region.ColorWeight + region.BrightnessWeight;
        }
        return weights > 0 ? sum / weights : 0;
    }

    /// <summary>Moves this look towards another; 1 makes it the other.</summary>
    public void MoveTowards(FaceAppearance other, float share)
    {
        for (int i = 0; i < s_count; i++)
        {
            if (!other._seen[i])
                continue;
            float taken = _seen[i] ? share : 1;
            _red[i] += taken * (other._red[i] - _red[i]);
            _blue[i] += taken * (other._blue[i] - _blue[i]);
            _brightness[i] += taken * (other._brightness[i] - _brightness[i]);
            _seen[i] = true;
        }
    }

    private void MeasureCell(ReadOnlySpan<byte> rgb, int width, int height, BoundingBox place, int cell)
    {
        int red = 0, green = 0, blue = 0, points = 0;
        for (int i = 0; i < PointsAcrossCell; i++)
        {
            float y = place.Y + (i + 0.5f) * place.Height / PointsAcrossCell;
            if (!(y >= 0 && y < height))
                continue;
            for (int j = 0; j < PointsAcrossCell; j++)
            {
                float x = place.X + (j + 0.5f) * place.Width / PointsAcrossCell;
                if (!(x >= 0 && x < width))
                    continue;
                int pixel = ((int)y * width + (int)x) * 3;
                red += rgb[pixel];
                green += rgb[pixel + 1];
                blue += rgb[pixel + 2];
                points++;
            }
        }
        _seen[cell] = points >= PointsAcrossCell * PointsAcrossCell / 2;
        if (!_seen[cell])
            return;
        float sum = red + green + blue + 3 * Dark * points;
        _red[cell] = 3 * (red + Dark * points) / sum;
        _blue[cell] = 3 * (blue + Dark * points) / sum;
        _brightness[cell] = MathF.Log((0.299f * red + 0.587f * green + 0.114f * blue) / points + Dark);
    }

    private void MakeBrightnessRelative()
    {
        float sum = 0;
        int count = 0;
        for (int i = 0; i < s_regions[0].Count; i++)
        {
            if (!_seen[i])
                continue;
            sum += _brightness[i];
            count++;
        }
        float face = count > 0 ? sum / count : 0;
        for (int i = 0; i < s_count; i++)
            _brightness[i] -= face;
    }

    /// <summary>A grid of cells; its place and size are in widths and heights of the face's box, from its top left corner.</summary>
    private readonly record struct Region(
        float X, float Y, float Width, float Height, int Columns, int Rows, float ColorWeight, float BrightnessWeight)
    {
        public int Count => Columns * Rows;
    }
}
