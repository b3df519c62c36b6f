using System.Globalization;
using System.Text;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>Writes composed pictures to files, with a table of their faces and a sheet that shows the first of them, faces marked.</summary>
public static class FaceSceneWriter
{
    private const int SheetColumns = 6, SheetRows = 4;
    private const uint Counted = 0x00FF00, Ignored = 0xFF4040;

    /// <summary>Writes <c>000000.png</c> and so on, <c>faces.csv</c> (a row a face) and <c>sheet.png</c>; the same dataset gives the same bytes.</summary>
    /// <param name="dataset">The pictures.</param>
    /// <param name="folder">The folder, made when absent.</param>
    /// <param name="advanced">Told the number of pictures done, or null.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>The table and the sheet.</returns>
    /// <exception cref="UserErrorException">A source picture is missing or damaged, or the folder cannot be written.</exception>
    public static (string Table, string Sheet) Write(FaceSceneDataset dataset, string folder, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        StringBuilder table = new("file,x,y,width,height,ignored,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y\n");
        int side = dataset.Inputs[0].Shape[^1];
        using VideoFrame sheet = new(side * SheetColumns, side * SheetRows);
        sheet.Rgb.Span.Clear();
        for (int index = 0; index < dataset.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FaceScene scene = dataset.Compose(index);
            using VideoFrame frame = new(scene.Width, scene.Height);
            scene.Rgb.CopyTo(frame.Rgb);
            string name = string.Create(CultureInfo.InvariantCulture, $"{index:000000}.png");
            byte[] file = ImageCodec.EncodePng(frame);
            AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(file));
            foreach (SceneFace face in scene.Faces)
                table.Append(Row(name, face));
            if (index < SheetColumns * SheetRows)
                Show(frame, scene.Faces, sheet, index);
            advanced?.Invoke(index + 1);
        }
        (string tablePath, string sheetPath) = (Path.Combine(folder, "faces.csv"), Path.Combine(folder, "sheet.png"));
        byte[] shown = ImageCodec.EncodePng(sheet);
        AtomicFile.Write(sheetPath, stream => stream.Write(shown));
        AtomicFile.WriteAllText(tablePath, table.ToString()); // last: where it is, everything is
        return (tablePath, sheetPath);
    }

    private static string Row(string name, SceneFace face)
    {
        IEnumerable<float> box = [face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height];
        IEnumerable<string> points = face.Points is { } p
            ? new[] { p.LeftEye, p.RightEye, p.Nose, p.LeftMouth, p.RightMouth }.SelectMany(point => new[] { Format(point.X), Format(point.Y) })
            : Enumerable.Repeat("", 10);
        return $"{name},{string.Join(',', box.Select(Format))},{(face.IsIgnored ? 1 : 0)},{string.Join(',', points)}\n";
    }

    private static string Format(float number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static void Show(VideoFrame frame, IReadOnlyList<SceneFace> faces, VideoFrame sheet, int place)
    {
        Canvas canvas = new(frame);
        foreach (SceneFace face in faces)
            canvas.DrawRectangle(face.Box, face.IsIgnored ? Ignored : Counted, thickness: 1);
        int left = place % SheetColumns * frame.Width, top = place / SheetColumns * frame.Height, row = frame.Width * 3;
        for (int y = 0; y < frame.Height; y++)
            frame.Rgb.Span.Slice(y * row, row).CopyTo(sheet.Rgb.Span[(((top + y) * sheet.Width + left) * 3)..]);
    }
}
