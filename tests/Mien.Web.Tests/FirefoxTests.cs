using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>The page in Firefox, where it is installed: live and files, on the server and in the browser. `./mien test` does not install it.</summary>
public sealed class FirefoxTests(Stage stage) : PageTest(stage), IAsyncLifetime
{
    private Firefox? _browser;

    private Firefox Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, "There is no Firefox (Debian: firefox-esr).");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Support.Stage.Obstacle is null && Firefox.Program is not null)
            _browser = await Firefox.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Theory]
    [InlineData("server", "Running on the server")]
    [InlineData("browser", "Running in this browser: nothing leaves this device.")]
    public async Task One_face_a_label_and_a_voice_live(string place, string status)
    {
        await using FirefoxPage page = await OpenAsync();
        await page.ClickAsync($"#panel-live input[value={place}]");
        await StartAsync(page);
        await page.WaitTextAsync("#live-status", status);
        await AssertOneFaceAsync(page);
        await page.WaitAsync("/\\d+ ms/.test(document.querySelector('[data-readout=latency]').innerText)");
        // Firefox reads no microphone on a machine without a sound output, and the page says so.
        await page.WaitAsync("""
            document.querySelector('#voice').checkVisibility() && /^-?\d+ ms/.test(document.querySelector('[data-readout=offset]').innerText)
              || document.querySelector('#live-notice').innerText.includes('audio does not start')
            """);
        await WaitForResultsAsync(page);
        await page.ClickAsync("#stop");
        await page.WaitTextAsync("#live-status", "Stopped");
        AssertNoComplaints(page);
    }

    [Fact]
    public async Task Files_are_analysed_in_the_browser()
    {
        await using FirefoxPage page = await OpenAsync();
        await page.ClickAsync("#tab-file");
        await page.ClickAsync("#panel-file input[value=browser]");
        foreach ((string file, string summary) in new[]
        {
            (Stage.Recordings.Picture, "In the picture: 1 person."),
            (Stage.Recordings.Recording, "In 0:01 of video: 1 person, and speech"),
            (Stage.Recordings.Microphone, "of audio: no face, and speech"),
        })
        {
            await page.ChooseFileAsync("#file", file);
            await page.WaitTextAsync("#file-summary", summary);
        }
        Assert.DoesNotContain(await FetchedAsync(page), path => path.Contains("/v1/", StringComparison.Ordinal));
        AssertNoComplaints(page);
    }

    /// <summary>A page whose camera shows the portrait, moving a little, and whose microphone hears the voice.</summary>
    private async Task<FirefoxPage> OpenAsync()
    {
        string picture = Convert.ToBase64String(await File.ReadAllBytesAsync(Stage.Recordings.Picture, Cancellation));
        string voice = Convert.ToBase64String(await File.ReadAllBytesAsync(Stage.Recordings.Microphone, Cancellation));
        return await Browser.OpenAsync(Stage.Server.Address, $$"""
            () => {
              if (!navigator.mediaDevices) return; // the empty page before
              const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
              const camera = async () => {
                const picture = await createImageBitmap(new Blob([bytes('{{picture}}')], { type: 'image/png' }));
                const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
                const context = canvas.getContext('2d');
                let drawn = 0;
                const draw = () => context.drawImage(picture, 10 * Math.sin(drawn++ / 20), 0, 640, 480);
                draw();
                setInterval(draw, 40);
                return canvas.captureStream(25).getVideoTracks();
              };
              const microphone = async () => {
                const audio = new AudioContext();
                const source = audio.createBufferSource();
                source.buffer = await audio.decodeAudioData(bytes('{{voice}}').buffer);
                source.loop = true;
                const target = audio.createMediaStreamDestination();
                source.connect(target);
                source.start();
                return target.stream.getAudioTracks();
              };
              navigator.mediaDevices.getUserMedia = async wish =>
                new MediaStream([...(wish.video ? await camera() : []), ...(wish.audio ? await microphone() : [])]);
            }
            """);
    }
}
