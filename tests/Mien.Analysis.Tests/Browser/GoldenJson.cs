using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis.Tests.Browser;

/// <summary>What results are called in golden files: the keys of the stream protocol, where it has them.</summary>
internal static class GoldenJson
{
    /// <summary>Numbers as they are: a float becomes the double of the same value, so that the other side reads it back exactly.</summary>
    public static JsonArray Numbers(params ReadOnlySpan<float> values)
    {
        JsonArray array = [];
        foreach (float value in values)
            array.Add((double)value);
        return array;
    }

    public static JsonArray Box(BoundingBox box) => Numbers(box.X, box.Y, box.Width, box.Height);

    public static JsonArray Points(params ReadOnlySpan<Point2> points)
    {
        JsonArray array = [];
        foreach (Point2 point in points)
        {
            array.Add((double)point.X);
            array.Add((double)point.Y);
        }
        return array;
    }

    public static JsonObject Face(FaceDetection face) => new()
    {
        ["box"] = Box(face.Box),
        ["score"] = (double)face.Confidence,
        ["five"] = face.Landmarks is { } five ? Points(five.LeftEye, five.RightEye, five.Nose, five.LeftMouth, five.RightMouth) : null,
    };

    public static JsonObject? Probabilities(EmotionEstimate? estimate)
    {
        if (estimate is null)
            return null;
        JsonObject named = [];
        for (int i = 0; i < estimate.Labels.Count; i++)
            named[estimate.Labels[i]] = (double)estimate.Probabilities[i];
        return named;
    }

    public static JsonObject Quality(FaceQuality quality) => new()
    {
        ["quality"] = (double)quality.Score,
        ["size"] = (double)quality.Size,
        ["blur"] = (double)quality.Blur,
        ["brightness"] = (double)quality.Brightness,
        ["yaw"] = quality.Pose?.Yaw,
        ["pitch"] = quality.Pose?.Pitch,
        ["roll"] = quality.Pose?.Roll,
        ["occlusion"] = quality.Occlusion,
    };

    public static JsonObject? Speech(SpeechObservation? window) => window is null ? null : new()
    {
        ["presence"] = (double)window.Presence,
        ["start"] = window.Start.Microseconds,
        ["end"] = window.End.Microseconds,
        ["probabilities"] = Probabilities(window.Speech),
    };

    /// <summary>What must be equal to the bit needs no more than its hash.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
