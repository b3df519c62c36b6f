using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class TimelineSummarizerTests
{
    private static readonly int s_happy = EmotionLabelSet.Shared7.IndexOf("happy");
    private static readonly int s_sad = EmotionLabelSet.Shared7.IndexOf("sad");

    [Fact]
    public void Shares_count_time_not_frames()
    {
        // Four happy frames in the first 0.4 s, then two sad ones that last 0.8 s each: variable frame rate.
        TimelineSummarizer summarizer = new();
        for (int i = 0; i < 4; i++)
            summarizer.Add(Samples.Moment(i * 0.1, i, Samples.Face(1, "happy")));
        summarizer.Add(Samples.Moment(0.4, 4, Samples.Face(1, "sad")));
        summarizer.Add(Samples.Moment(1.2, 5, Samples.Face(1, "sad")));
        PersonSummary person = Assert.Single(summarizer.Complete(interrupted: false).People);
        Assert.Equal(0.4 / 2.0, person.Emotions!.Shares[s_happy], 6);
        Assert.Equal(1.6 / 2.0, person.Emotions.Shares[s_sad], 6);
        Assert.Equal(0.2 * 0.7 + 0.8 * 0.05, person.Emotions.Means[s_happy], 6);
        Assert.Equal(1, person.Emotions.Means.Sum(), 6);
        Assert.Equal(2.0, person.SeenFor.TotalSeconds, 6);
        Assert.Equal(6, person.Frames);
        Assert.Equal(s_sad, person.Emotions.DominantIndex);
    }

    [Fact]
    public void Only_changes_that_last_are_told_and_from_their_beginning()
    {
        TimelineSummarizer summarizer = new();
        // happy to 1 s, sad for 0.2 s (flicker), happy to 2 s, then sad for good.
        for (int i = 0; i < 30; i++)
            summarizer.Add(Samples.Moment(i * 0.1, i, Samples.Face(1, i is 10 or 11 || i >= 20 ? "sad" : "happy")));
        PersonSummary person = Assert.Single(summarizer.Complete(false).People);
        Assert.Equal(1, person.ChangeCount);
        Assert.Equal(new EmotionChange(MediaTime.FromSeconds(2), "happy", "sad"), Assert.Single(person.Changes));
    }

    [Fact]
    public void Changes_are_counted_for_ever_and_kept_up_to_a_limit()
    {
        TimelineSummarizer summarizer = new();
        int moments = (TimelineSummarizer.MaxChanges + 50) * 2;
        for (int i = 0; i < moments; i++)
            summarizer.Add(Samples.Moment(i * 0.6, i, Samples.Face(1, i / 2 % 2 == 0 ? "happy" : "sad")));
        PersonSummary person = Assert.Single(summarizer.Complete(false).People);
        Assert.Equal(moments / 2 - 1, person.ChangeCount);
        Assert.Equal(TimelineSummarizer.MaxChanges, person.Changes.Count);
    }

    [Fact]
    public void A_single_picture_counts_once()
    {
        TimelineSummarizer summarizer = new();
        summarizer.Add(Samples.Moment(0, 0, Samples.Face(1, "happy"), Samples.Face(2, "sad")));
        TimelineSummary summary = summarizer.Complete(false);
        Assert.Equal((1, 1), (summary.Frames, summary.FramesWithFace));
        Assert.Equal([1, 2], summary.People.Select(person => person.Id));
        Assert.All(summary.People, person => Assert.Equal(TimeSpan.Zero, person.SeenFor));
        Assert.Equal(1, summary.People[0].Emotions!.Shares[s_happy], 9);
    }

    [Fact]
    public void People_are_told_apart_and_the_most_seen_comes_first()
    {
        TimelineSummarizer summarizer = new();
        for (int i = 0; i < 10; i++)
            summarizer.Add(i < 3 ? Samples.Moment(i, i, Samples.Face(1, "happy"), Samples.Face(2, "sad")) : Samples.Moment(i, i, Samples.Face(2, null)));
        summarizer.Add(Samples.Moment(10, 10));
        TimelineSummary summary = summarizer.Complete(true);
        Assert.True(summary.Interrupted);
        Assert.Equal([2, 1], summary.People.Select(person => person.Id));
        Assert.Equal(MediaTime.FromSeconds(2), summary.People[1].LastSeen);
        Assert.Equal(1, summary.People[0].Emotions!.Shares[s_sad], 9); // frames without an estimate say nothing
        Assert.Equal((11, 10), (summary.Frames, summary.FramesWithFace));
    }

    [Fact]
    public void A_crowd_does_not_fill_the_memory()
    {
        TimelineSummarizer summarizer = new();
        for (int i = 0; i < TimelineSummarizer.MaxPeople + 30; i++)
            summarizer.Add(Samples.Moment(i * 0.04, i, Samples.Face(i + 1, "happy"), Samples.Face(100_000, "sad")));
        TimelineSummary summary = summarizer.Complete(false);
        Assert.Equal(TimelineSummarizer.MaxPeople, summary.People.Count);
        Assert.Equal(31, summary.PeopleOmitted);
        Assert.Equal(100_000, summary.People[0].Id);
    }

    [Fact]
    public void A_window_of_sound_counts_once_however_many_frames_fall_into_it()
    {
        TimelineSummarizer summarizer = new();
        SpeechObservation first = Samples.Speech(0, 4, "anger", 0.9f), second = Samples.Speech(1, 5, null, 0.1f);
        for (int i = 0; i < 10; i++)
            summarizer.Add(Samples.Moment(i, i) with { Speech = i < 8 ? first : second });
        SpeechSummary speech = summarizer.Complete(false).Speech!;
        Assert.Equal((2, 1), (speech.Windows, speech.WindowsWithSpeech));
        Assert.Equal(0.5, speech.SpeechShare, 6);
        Assert.Equal(1, speech.Emotions!.Shares[EmotionLabelSet.Shared7.IndexOf("anger")], 9);
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        TimelineSummarizer summarizer = new();
        summarizer.Add(Samples.Moment(1, 0));
        Assert.Throws<ArgumentException>(() => summarizer.Add(Samples.Moment(0.5, 1)));
    }
}
