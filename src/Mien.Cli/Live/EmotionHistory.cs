using Mien.Analysis;
using Mien.Core;

namespace Mien.Cli.Live;

/// <summary>The last half minute of each person's emotions, for sparklines. Bounded in people and time; for one thread at a time.</summary>
internal sealed class EmotionHistory
{
    /// <summary>Values kept for each emotion.</summary>
    public const int Length = 60;

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_memory = Length * s_step;

    private readonly Dictionary<int, Person> _people = [];

    /// <summary>Takes the faces of a moment.</summary>
    public void Add(MediaTime time, IReadOnlyList<FaceObservation> faces)
    {
        foreach (FaceObservation face in faces)
        {
            if (face.Fused is not { } fused)
                continue;
            if (!_people.TryGetValue(face.Id, out Person? person))
                _people.Add(face.Id, person = new Person());
            person.Add(time, fused.Probabilities);
        }
        foreach ((int id, Person person) in _people)
            if (time - person.Last!.Value > s_memory)
                _people.Remove(id);
    }

    /// <summary>The probabilities of an emotion of a person, one for each half second, oldest first; none of somebody unknown.</summary>
    public IReadOnlyList<float> Of(int personId, int emotion) => _people.TryGetValue(personId, out Person? person) ? person.Of(emotion) : [];

    private sealed class Person
    {
        private readonly Queue<float[]> _values = new();

        public MediaTime? Last { get; private set; }

        public void Add(MediaTime time, ReadOnlySpan<float> probabilities)
        {
            if (time - Last < s_step)
                return;
            Last = time;
            if (_values.Count == Length)
                _values.Dequeue();
            _values.Enqueue(probabilities.ToArray());
        }

        public float[] Of(int emotion) => [.. _values.Select(values => values[emotion])];
    }
}
