using Mien.Analysis;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Cli.Live;

/// <summary>
/// A window with the pictures, boxes and labels. It has a thread of its own, as window systems want one, and shows the newest picture when it is ready
/// for it: the analysis never waits for the screen.
/// </summary>
internal sealed class LiveWindow : IDisposable
{
    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(15);

    private readonly string _title;
    private readonly Action _onClosed;
    private readonly Action<string> _onFailed;
    private readonly Thread _thread;
    private VideoFrame? _newest;
    private volatile bool _isDisposed;
    private volatile bool _isOver;

    /// <summary>Opens it with the first picture.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="onClosed">Called where the user closes it.</param>
    /// <param name="onFailed">Hears in one sentence why it is gone otherwise.</param>
    public LiveWindow(string title, Action onClosed, Action<string> onFailed)
    {
        (_title, _onClosed, _onFailed) = ($"mien: {title}", onClosed, onFailed);
        _thread = new Thread(Work) { IsBackground = true, Name = "live window" };
        _thread.Start();
    }

    /// <summary>Shows a result, unless the window is gone; the picture is copied.</summary>
    public void Show(LiveResult result)
    {
        if (_isOver || result.Moment.Picture is not { } picture)
            return;
        VideoFrame copy = new(picture.Width, picture.Height, picture.Index, picture.Time);
        picture.Rgb.CopyTo(copy.Rgb);
        new FaceAnnotator(copy.Width, copy.Height).Draw(copy, result.Moment);
        Interlocked.Exchange(ref _newest, copy)?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _thread.Join();
        Interlocked.Exchange(ref _newest, null)?.Dispose();
    }

    private void Work()
    {
        PictureWindow? window = null;
        try
        {
            while (!_isDisposed)
            {
                if (Interlocked.Exchange(ref _newest, null) is { } picture)
                {
                    using (picture)
                    {
                        window ??= new PictureWindow(_title, picture.Width, picture.Height);
                        window.Show(picture);
                    }
                }
                if (window is null)
                {
                    Thread.Sleep(s_work);
                }
                else if (!window.Work(s_work))
                {
                    _onClosed();
                    return;
                }
            }
        }
        catch (Exception error)
        {
            // Whatever a window system does, it ends no analysis.
            _onFailed($"The window is gone ({error.Message.TrimEnd('.')}); the analysis goes on without it.");
        }
        finally
        {
            _isOver = true;
            window?.Dispose();
        }
    }
}
