using System.Globalization;
using Mien.Inference;
using Mien.Media;
using Mien.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mien.Cli.Live;

/// <summary>Draws a <see cref="LiveSnapshot"/> for a terminal: people and voice with bars, and what the stream is like.</summary>
/// <param name="name">What the sources are called.</param>
/// <param name="unicode">Whether the terminal shows block characters.</param>
internal sealed class LiveScreen(string name, bool unicode)
{
    private const int BarWidth = 16;
    private const int ColumnWidth = 38;
    private const int LinesAround = 12;
    private const int LinesOfPerson = 10;
    private const double GoodLatencyMs = 150;

    /// <summary>The whole screen.</summary>
    /// <param name="snapshot">What is to be seen.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Lines of the terminal: people that do not fit are counted.</param>
    public IRenderable Draw(LiveSnapshot snapshot, int width, int height)
    {
        int across = Math.Max(1, width / ColumnWidth);
        // The voice takes a column, too.
        int shown = Math.Max(1, Math.Max(1, (height - LinesAround) / LinesOfPerson) * across - (snapshot.Microphone.IsOn ? 1 : 0));
        List<IRenderable> panels = [.. snapshot.Faces.Take(shown).Select(DrawFace)];
        if (snapshot.Microphone.IsOn)
            panels.Add(DrawVoice(snapshot));
        Grid people = new();
        for (int column = 0; column < across; column++)
            people.AddColumn(new GridColumn().NoWrap().Width(ColumnWidth - 2).Padding(0, 0, 1, 0));
        foreach (IRenderable[] row in panels.Chunk(across))
            people.AddRow([.. row, .. Enumerable.Repeat<IRenderable>(Spectre.Console.Text.Empty, across - row.Length)]);
        return new Rows(
            new Markup($"[bold]mien live[/]  {name.EscapeMarkup()}  [grey]{snapshot.Elapsed:h\\:mm\\:ss}, Ctrl-C ends[/]"),
            Line(Who(snapshot, shown)),
            people,
            Line(Stream(snapshot)),
            Line(Latency(snapshot)),
            Line(Sound(snapshot)),
            Line(Level(snapshot)),
            new Rows(snapshot.Notices.Select(notice => Line($"[{ColorOf(notice.Kind)}]{Time(notice.Time.Seconds)}  {notice.Sentence.EscapeMarkup()}[/]"))));
    }

    private static Markup Line(string markup) => new(markup) { Overflow = Overflow.Ellipsis };

    private static string Who(LiveSnapshot snapshot, int shown)
    {
        if (!snapshot.Camera.IsOn)
            return "[grey]sound only[/]";
        if (snapshot.Camera.IsLost)
            return "[red]the camera is gone[/]";
        string more = snapshot.Faces.Count > shown ? $", {snapshot.Faces.Count - shown} more than fit here" : "";
        return snapshot.Faces.Count switch { 0 => "[grey]nobody in sight[/]", 1 => "1 person", int count => $"{count} people{more}" };
    }

    private Panel DrawFace(LiveFace face)
    {
        string quality = Text($"quality {face.Observation.Quality.Score:0%}");
        string title = Text($"person {face.Observation.Id}");
        if (face.Observation.Fused is not { } fused)
            return Frame(title, "[grey]not read[/]", quality, "");
        string color = Hex(fused.Dominant);
        string doubt = face.Observation.IsReliable ? "" : " ?";
        string history = $"[{color}]{Sparkline.Of(face.History, ColumnWidth - 6, 1, unicode)}[/]";
        return Frame(title, $"[{color}]{fused.Dominant}{doubt}[/]  [grey]{quality}[/]", Bars(fused), history);
    }

    private Panel DrawVoice(LiveSnapshot snapshot)
    {
        if (snapshot.Microphone.IsLost)
            return Frame("voice", "[red]the microphone is gone[/]", "", "");
        if (snapshot.Speech is not { } speech)
            return Frame("voice", snapshot.Level.SpeechEveryNthWindow == 0 ? "[grey]left out at this quality[/]" : "[grey]nothing heard yet[/]", "", "");
        string presence = Text($"[grey]speech[/]    {Sparkline.Bar(speech.Presence, BarWidth, unicode)} {speech.Presence,4:0%}");
        return speech.Shared is { } shared
            ? Frame("voice", $"[{Hex(shared.Dominant)}]{shared.Dominant}[/]", Bars(shared), presence)
            : Frame("voice", "[grey]too little speech to tell[/]", presence, "");
    }

    private static Panel Frame(string title, string head, string body, string foot) =>
        new Panel(new Markup(string.Join('\n', new[] { head, body, foot }.Where(part => part.Length > 0)))).Header(title).Border(BoxBorder.Rounded).Expand();

    private string Bars(EmotionEstimate emotions)
    {
        List<string> lines = [];
        for (int index = 0; index < emotions.Labels.Count; index++)
        {
            string label = emotions.Labels[index];
            lines.Add(Text($"{label,-9} [{Hex(label)}]{Sparkline.Bar(emotions.Probabilities[index], BarWidth, unicode)}[/] {emotions.Probabilities[index],4:0%}"));
        }
        return string.Join('\n', lines);
    }

    private static string Stream(LiveSnapshot snapshot) => snapshot.Camera.IsOn
        ? Text($"frames    {snapshot.FramesPerSecond.Captured:0.0} captured and {snapshot.FramesPerSecond.Analyzed:0.0} analysed a second, {snapshot.Dropped.Frames} dropped")
        : "frames    none";

    private string Latency(LiveSnapshot snapshot)
    {
        if (snapshot.LatencyMs is not var (p50, p95))
            return "latency   [grey]not known yet[/]";
        string color = p95 <= GoodLatencyMs ? "green" : "yellow";
        float full = Math.Max((float)GoodLatencyMs, snapshot.LatencyHistory.DefaultIfEmpty(0).Max());
        return Text($"latency   [{color}]{p50:0} ms at p50, {p95:0} ms at p95[/]  [grey]{Sparkline.Of(snapshot.LatencyHistory, 40, full, unicode)}[/]");
    }

    private static string Sound(LiveSnapshot snapshot)
    {
        if (!snapshot.Microphone.IsOn)
            return "sound     none";
        string difference = snapshot.Difference is { } known ? Text($"{known.TotalMilliseconds:+0;-0;0} ms from the picture") : "not paired with the picture";
        string drift = snapshot.DriftPpm is { } ppm ? Text($"drift {ppm:+0;-0;0} ppm") : "drift not known yet";
        return $"sound     {difference}, {drift}, {snapshot.Dropped.Chunks.ToString(CultureInfo.InvariantCulture)} chunks dropped";
    }

    private static string Level(LiveSnapshot snapshot)
    {
        string color = snapshot.Level.Index == 0 ? "green" : "yellow";
        string reason = snapshot.LevelReason is { } known ? $"  [grey]{known.EscapeMarkup()}[/]" : "";
        return $"quality   [{color}]{snapshot.Level.Name}[/]{reason}";
    }

    private static string ColorOf(CaptureNoticeKind kind) => kind switch
    {
        CaptureNoticeKind.Lost or CaptureNoticeKind.Warning => "yellow",
        CaptureNoticeKind.Resumed => "green",
        _ => "grey",
    };

    private static string Hex(string emotion) => EmotionPalette.CssColorOf(emotion);

    private static string Time(double seconds) => Text($"{seconds,7:0.0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
