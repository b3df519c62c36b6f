using System.Diagnostics;
using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

/// <summary>
/// A real PulseAudio server without a sound card: a null sink, into which a tone is played, and whose monitor is the microphone. Skipped where
/// PulseAudio is not installed (<c>apt-get install pulseaudio</c>).
/// </summary>
public sealed class PulseCaptureTests : MediaTest
{
    private const string ServerVariable = "PULSE_SERVER";

    private readonly string? _formerServer = Environment.GetEnvironmentVariable(ServerVariable);

    [Fact]
    public async Task A_microphone_is_heard_listed_lost_with_its_server_and_found_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pulseaudio"), "PulseAudio is not installed.");
        Environment.SetEnvironmentVariable(ServerVariable, $"unix:{Media.PathOf("native")}");
        try
        {
            using Process first = StartServer();
            await Eventually.Holds(() => File.Exists(Media.PathOf("native")), "PulseAudio listens");
            MicrophoneDevice listed = Assert.Single(await CaptureDevices.ListMicrophonesAsync(TestContext.Current.CancellationToken), device => device.IsDefault);
            Assert.Equal(new CaptureInput(CaptureKind.Pulse, "mien_test.monitor"), listed.Input);

            CaptureOptions options = new() { FirstRetry = TimeSpan.FromSeconds(0.1), LastRetry = TimeSpan.FromSeconds(0.5), WaitingChunks = 400 };
            await using LiveCapture capture = await LiveCapture.OpenAsync(new CaptureSelection(null, listed.Input, true), options, cancellation: TestContext.Current.CancellationToken);
            using (Process tone = Play())
            {
                await Eventually.Holds(() => NewestPower(capture) > 0.05, "the tone is heard");
                tone.Kill();
                tone.WaitForExit();
            }
            await Eventually.Holds(() => capture.Sound!.TryTake(out AudioChunk? chunk) && Age(capture, chunk) is > 0 and < 300, "sound is fresh");

            first.Kill();
            first.WaitForExit();
            await Eventually.Holds(() => capture.IsLost(CaptureModality.Microphone), "the loss is noticed");
            File.Delete(Media.PathOf("native"));
            using Process second = StartServer();
            await Eventually.Holds(() => !capture.IsLost(CaptureModality.Microphone), "the microphone is back");
            long received = capture.Sound!.Received;
            await Eventually.Holds(() => capture.Sound.Received > received + 50, "sound goes on");
            second.Kill();
            second.WaitForExit();
        }
        finally
        {
            Environment.SetEnvironmentVariable(ServerVariable, _formerServer);
        }
    }

    private static double Age(LiveCapture capture, AudioChunk chunk) => (capture.Clock.Now - chunk.End).TotalMilliseconds;

    private static double NewestPower(LiveCapture capture)
    {
        double power = 0;
        while (capture.Sound!.TryTake(out AudioChunk? chunk))
            power = Math.Sqrt(chunk.Samples.ToArray().Average(sample => sample * sample));
        return power;
    }

    private Process StartServer()
    {
        ProcessStartInfo start = new("pulseaudio",
            ["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--log-level=error",
             "-L", $"module-native-protocol-unix socket={Media.PathOf("native")} auth-anonymous=1", "-L", "module-null-sink sink_name=mien_test"]);
        start.Environment["HOME"] = Media.Folder;
        start.Environment["XDG_RUNTIME_DIR"] = Media.Folder;
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    private static Process Play()
    {
        ProcessStartInfo start = new(FfmpegTools.Ffmpeg, ["-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "sine=frequency=440,volume=4", "-f", "pulse", "-device", "mien_test", "tone"])
        {
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }
}
