using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Analysis.Tests.Browser;

/// <summary>A live session from end to end: frames with the sound up to each of them.</summary>
internal static class StreamGolden
{
    private const int ChunkSamples = 640;

    /// <param name="folder">Where pictures and sound are.</param>
    /// <param name="frames">What is shown when.</param>
    /// <param name="sound">What is heard meanwhile; null for nothing.</param>
    /// <param name="models">What is asked.</param>
    public static JsonObject Make(string folder, IReadOnlyList<(GoldenScene Scene, MediaTime Time)> frames, GoldenSound? sound, AnalysisModels models)
    {
        LiveSession session = new(models, new LiveOptions { AnalyzeSpeech = sound is not null });
        float[] samples = sound?.Make(folder) ?? [];
        int heard = 0;
        JsonArray results = [];
        foreach ((GoldenScene scene, MediaTime time) in frames)
        {
            for (; heard + ChunkSamples <= samples.Length && MediaTime.FromSamples(heard + ChunkSamples, GoldenSound.SampleRateHz) <= time; heard += ChunkSamples)
                session.PushAudio(new AudioChunk(samples.AsMemory(heard, ChunkSamples), GoldenSound.SampleRateHz, MediaTime.FromSamples(heard, GoldenSound.SampleRateHz)));
            using VideoFrame frame = scene.Draw(folder, time);
            results.Add(Result(scene, session.Analyze(frame).Moment));
        }
        return new JsonObject { ["sound"] = sound?.ToJson(), ["chunkSamples"] = ChunkSamples, ["frames"] = results };
    }

    private static JsonObject Result(GoldenScene scene, TimelineMoment moment)
    {
        JsonArray faces = [];
        foreach (FaceObservation face in moment.Faces)
            faces.Add(new JsonObject
            {
                ["id"] = face.Id,
                ["box"] = GoldenJson.Box(face.Detection.Box),
                ["score"] = (double)face.Detection.Confidence,
                ["probabilities"] = GoldenJson.Probabilities(face.Face),
                ["smoothed"] = GoldenJson.Probabilities(face.Fused),
                ["quality"] = GoldenJson.Quality(face.Quality),
                ["landmarks"] = face.Landmarks is { } points ? GoldenJson.Points([.. points.Points]) : null,
            });
        return new JsonObject { ["scene"] = scene.ToJson(), ["time"] = moment.Time.Microseconds, ["faces"] = faces, ["speech"] = GoldenJson.Speech(moment.Speech) };
    }
}
