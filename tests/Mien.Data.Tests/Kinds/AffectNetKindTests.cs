using System.Globalization;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Kinds;

public sealed class AffectNetKindTests : IDisposable
{
    private const string Header = "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal";

    private readonly TemporaryFolder _folder = new();

    private static string Points { get; } = string.Join(';', Pictures.Points(10, 20, 30).Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X};{point.Y}")));

    [Fact]
    public void A_row_is_read_with_box_landmarks_and_affect()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "Manually_Annotated_Images"));
        Pictures.WriteLines(_folder.Path, "training.csv", Header, $"689/a.jpg,134,135,899,890,{Points},1,0.785714,-0.055556");

        DatasetItem item = Assert.Single(new AffectNetKind().List(_folder.Path));

        Assert.Equal(Path.Combine(_folder.Path, "Manually_Annotated_Images", "689", "a.jpg"), item.Path);
        Assert.Equal(("happy", PublishedPart.Training), (item.Label, item.Part));
        Assert.Equal(new BoundingBox(134, 135, 899, 890), item.Box);
        Assert.Equal(Pictures.Points(10, 20, 30), item.Landmarks!);
        Assert.Equal((0.785714f, -0.055556f), (item.Valence, item.Arousal));
    }

    [Fact]
    public void A_table_without_header_is_read_too_and_what_is_unknown_is_null()
    {
        Pictures.WriteLines(_folder.Path, "validation.csv", "1/a.jpg,NULL,NULL,NULL,NULL,NULL,10,-2,-2", "1/b.jpg,0,0,50,50,NULL,7,-1,0.5");

        IReadOnlyList<DatasetItem> items = new AffectNetKind().List(_folder.Path);

        Assert.Equal(["no_face", "contempt"], items.Select(item => item.Label));
        Assert.All(items, item => Assert.Equal(PublishedPart.Validation, item.Part));
        Assert.Equal((null, null, null, null), (items[0].Box, items[0].Landmarks, items[0].Valence, items[0].Arousal));
        Assert.Equal((-1f, 0.5f), (items[1].Valence, items[1].Arousal));
    }

    [Theory]
    [InlineData("a.jpg,1,1,5,5,NULL,11,0,0", "expression")]
    [InlineData("a.jpg,1,1,5,5,NULL,happy,0,0", "expression")]
    [InlineData("a.jpg,1,1,5,5,3;4;5,1,0,0", "facial_landmarks")]
    [InlineData("a.jpg,1,1,wide,5,NULL,1,0,0", "face_width")]
    [InlineData("a.jpg,1,1,5,5,NULL,1", "cells")]
    public void A_bad_row_is_named(string row, string what)
    {
        Pictures.WriteLines(_folder.Path, "training.csv", Header, "ok.jpg,1,1,5,5,NULL,0,0,0", row);

        string message = Assert.Throws<UserErrorException>(() => new AffectNetKind().List(_folder.Path)).Message;

        Assert.Contains("line 3", message);
        Assert.Contains(what, message);
    }

    [Fact]
    public void Eight_and_eleven_classes_are_in_the_order_of_the_codes()
    {
        Assert.Equal(["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt", "none", "uncertain", "no_face"], AffectNetKind.AllLabels);
        Assert.Equal(AffectNetKind.AllLabels.Take(8), AffectNetKind.EmotionLabels);
    }

    public void Dispose() => _folder.Dispose();
}
