using System.Threading.Channels;
using Mien.Cli.Invocation;
using Mien.Media;
using Spectre.Console;

namespace Mien.Cli.Live;

/// <summary>
/// Shows a live analysis while it runs: as a screen that renews itself in a terminal, as a line a second elsewhere. Announcements are part of
/// the screen; elsewhere they go to the error stream.
/// </summary>
internal sealed class LiveView(Terminal terminal, LiveRequest request, LiveMeter meter)
{
    private static readonly TimeSpan s_frame = TimeSpan.FromSeconds(0.125);
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(1);

    private bool IsScreen => !request.Quiet && terminal.Output.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Announces what happens to the sources, until the token is cancelled; what was said by then is announced, too.</summary>
    public async Task AnnounceAsync(ChannelReader<CaptureNotice> notices, CancellationToken cancellation)
    {
        try
        {
            await foreach (CaptureNotice notice in notices.ReadAllAsync(cancellation))
                Announce(notice);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            while (notices.TryRead(out CaptureNotice? notice))
                Announce(notice);
        }
    }

    /// <summary>Shows until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (IsScreen)
                await ShowScreenAsync(cancellation);
            else if (!request.Quiet)
                await ShowLinesAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The analysis has ended.
        }
    }

    private void Announce(CaptureNotice notice)
    {
        meter.Add(notice);
        bool isNews = notice.Kind is not (CaptureNoticeKind.Started or CaptureNoticeKind.Ended);
        if (!IsScreen && (isNews || !request.Quiet))
            terminal.WriteError(notice.Sentence);
    }

    private async Task ShowScreenAsync(CancellationToken cancellation)
    {
        LiveScreen screen = new(request.Name, terminal.Output.Profile.Capabilities.Unicode);
        await terminal.Output.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async context =>
        {
            while (true)
            {
                context.UpdateTarget(screen.Draw(meter.Read(), terminal.Output.Profile.Width, terminal.Output.Profile.Height));
                await Task.Delay(s_frame, cancellation);
            }
        });
    }

    private async Task ShowLinesAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(s_line, cancellation);
            terminal.WriteLine(LiveLine.Of(meter.Read()));
        }
    }
}
