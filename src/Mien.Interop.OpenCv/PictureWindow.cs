using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>
/// A window on the desktop that shows pictures. It is opened, used and disposed by one thread; a process that opens several uses the same thread for
/// all of them.
/// </summary>
public sealed unsafe class PictureWindow : IDisposable
{
    private const int EscapeKey = 27;

    private readonly string _title;
    private bool _isOpen;

    /// <summary>Opens a window.</summary>
    /// <param name="title">Its title, which tells it from the process's other windows.</param>
    /// <param name="width">Width of its inside in pixels, at least 1.</param>
    /// <param name="height">Height of its inside in pixels, at least 1.</param>
    /// <exception cref="UserErrorException">There is no display, or OpenCV was built without windows.</exception>
    /// <exception cref="NativeException">The window system failed.</exception>
    public PictureWindow(string title, int width, int height)
    {
        RequireDisplay();
        _title = title;
        NativeMethods.CheckWindow(NativeMethods.WindowOpen(title, width, height));
        _isOpen = true;
    }

    /// <summary>Says what is missing where no window can be shown.</summary>
    /// <exception cref="UserErrorException">There is no display, or OpenCV was built without windows.</exception>
    public static void RequireDisplay()
    {
        int result;
        NativeMethods.CheckWindow(NativeMethods.WindowHasDisplay(&result));
        if (result == 0)
            throw new UserErrorException(Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } display
                ? $"No window can be shown: the display {display} cannot be reached; check DISPLAY, or leave out the window."
                : "No window can be shown, because there is no display (DISPLAY is not set); run it on a desktop, or leave out the window.");
    }

    /// <summary>Shows a picture.</summary>
    /// <param name="picture">The picture; it is copied.</param>
    /// <exception cref="NativeException">The window system failed.</exception>
    public void Show(VideoFrame picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        fixed (byte* rgb = picture.Rgb.Span)
            NativeMethods.CheckWindow(NativeMethods.WindowShow(_title, rgb, picture.Width, picture.Height));
    }

    /// <summary>Lets the window draw and listen to the user; to be called often.</summary>
    /// <param name="time">For how long, at least a millisecond.</param>
    /// <returns>Whether it goes on; false once the user has closed it or pressed Escape or q.</returns>
    /// <exception cref="NativeException">The window system failed.</exception>
    public bool Work(TimeSpan time)
    {
        int key, isOpen;
        NativeMethods.CheckWindow(NativeMethods.WindowWork(_title, Math.Max(1, (int)time.TotalMilliseconds), &key, &isOpen));
        return isOpen != 0 && (key & 0xff) is not (EscapeKey or 'q');
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        _ = NativeMethods.WindowClose(_title); // one that has gone with its display needs no closing
    }
}
