using Mien.Core;
using Mien.Data.Scenes;

namespace Mien.Data.Tests.Support;

/// <summary>Grey pictures of 100 x 80 with one face whose five points are spots of red, green, blue, yellow and white, in the points' order.</summary>
internal sealed class SpottedScenes(int count) : IFaceScenes
{
    public static readonly BoundingBox Box = new(30, 10, 40, 50);

    public static readonly FaceLandmarks5 Points = new(new(40, 30), new(60, 30), new(50, 40), new(43, 50), new(57, 50));

    public static readonly byte[][] Colors = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 255, 255]];

    public int Count => count;

    public FaceScene Read(int index)
    {
        const int Width = 100, Height = 80, Radius = 3;
        byte[] rgb = new byte[Width * Height * 3];
        rgb.AsSpan().Fill(100);
        Point2[] points = [Points.LeftEye, Points.RightEye, Points.Nose, Points.LeftMouth, Points.RightMouth];
        for (int i = 0; i < points.Length; i++)
            for (int y = (int)points[i].Y - Radius; y < points[i].Y + Radius; y++)
                for (int x = (int)points[i].X - Radius; x < points[i].X + Radius; x++)
                    Colors[i].CopyTo(rgb, (y * Width + x) * 3);
        return new FaceScene(rgb, Width, Height, [new SceneFace(Box, Points)]);
    }
}
