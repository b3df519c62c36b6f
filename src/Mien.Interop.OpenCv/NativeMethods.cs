using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>The exports of <c>libmien_vision.so</c> and <c>libmien_vision_window.so</c> (native/vision); every one but the two kinds of free returns a status.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "mien_vision";
    private const string LibraryVariable = "MIEN_VISION";
    private const string WindowLibrary = "mien_vision_window";
    private const string WindowLibraryVariable = "MIEN_VISION_WINDOW";
    private const int InvalidArgument = 1;
    private const int OutOfMemory = 2;

    static NativeMethods() => NativeLibraryLocator.Register(
        typeof(NativeMethods).Assembly, new Dictionary<string, string?> { [Library] = LibraryVariable, [WindowLibrary] = WindowLibraryVariable });

    /// <summary>Turns a failed status into the exception that belongs to it.</summary>
    /// <exception cref="ArgumentException">The caller's values are wrong.</exception>
    /// <exception cref="NativeException">OpenCV failed.</exception>
    public static void Check(int status)
    {
        if (status == 0)
            return;
        ErrorView error;
        LastError(&error);
        throw Failure(status, error);
    }

    /// <summary>The same for the library of windows.</summary>
    /// <inheritdoc cref="Check"/>
    public static void CheckWindow(int status)
    {
        if (status == 0)
            return;
        ErrorView error;
        WindowLastError(&error);
        throw Failure(status, error);
    }

    private static Exception Failure(int status, ErrorView error)
    {
        string function = Marshal.PtrToStringUTF8((nint)error.Function) ?? "";
        string message = Marshal.PtrToStringUTF8((nint)error.Message) ?? "";
        return status switch
        {
            InvalidArgument => new ArgumentException($"{function}: {message}"),
            OutOfMemory => new OutOfMemoryException($"{function}: {message}"),
            _ => new NativeException("OpenCV", function, message),
        };
    }

    [LibraryImport(Library, EntryPoint = "mien_vision_version")]
    public static partial int Version(byte** version);

    [LibraryImport(Library, EntryPoint = "mien_vision_set_threads")]
    public static partial int SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "mien_vision_image_decode")]
    public static partial int ImageDecode(byte* bytes, long length, nint* image, int* width, int* height);

    [LibraryImport(Library, EntryPoint = "mien_vision_image_read")]
    public static partial int ImageRead(DecodedImageHandle image, byte* rgb, long length);

    [LibraryImport(Library, EntryPoint = "mien_vision_image_free")]
    public static partial void ImageFree(nint image);

    [LibraryImport(Library, EntryPoint = "mien_vision_image_encode")]
    public static partial int ImageEncode(byte* rgb, int width, int height, int format, int quality, nint* file, byte** bytes, long* length);

    [LibraryImport(Library, EntryPoint = "mien_vision_file_free")]
    public static partial void FileFree(nint file);

    [LibraryImport(Library, EntryPoint = "mien_vision_sample_affine")]
    public static partial int SampleAffine(byte* source, int sourceWidth, int sourceHeight, int channels, byte* target, int targetWidth, int targetHeight, double* matrix);

    [LibraryImport(Library, EntryPoint = "mien_vision_sample_affine_float")]
    public static partial int SampleAffine(byte* source, int sourceWidth, int sourceHeight, int channels, float* target, int targetWidth, int targetHeight, double* matrix);

    [LibraryImport(Library, EntryPoint = "mien_vision_resize")]
    public static partial int Resize(byte* source, int sourceWidth, int sourceHeight, int channels, byte* target, int targetWidth, int targetHeight, int interpolation);

    [LibraryImport(Library, EntryPoint = "mien_vision_gray")]
    public static partial int Gray(byte* rgb, int width, int height, byte* gray);

    [LibraryImport(Library, EntryPoint = "mien_vision_equalize")]
    public static partial int Equalize(byte* gray, int width, int height);

    [LibraryImport(Library, EntryPoint = "mien_vision_measure")]
    public static partial int Measure(byte* gray, int width, int height, double* brightness, double* laplacianVariance);

    [LibraryImport(Library, EntryPoint = "mien_vision_cascade_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CascadeLoad(string path, nint* cascade);

    [LibraryImport(Library, EntryPoint = "mien_vision_cascade_free")]
    public static partial void CascadeFree(nint cascade);

    [LibraryImport(Library, EntryPoint = "mien_vision_cascade_detect")]
    public static partial int CascadeDetect(CascadeHandle cascade, byte* gray, int width, int height, double scaleFactor, int minimumNeighbors, int minimumSize, CascadeRectangle* found, int capacity, int* count);

    [LibraryImport(Library, EntryPoint = "mien_vision_draw_rectangle")]
    public static partial int DrawRectangle(byte* rgb, int width, int height, int x, int y, int w, int h, uint color, int thickness);

    [LibraryImport(Library, EntryPoint = "mien_vision_fill_rectangle")]
    public static partial int FillRectangle(byte* rgb, int width, int height, int x, int y, int w, int h, uint color, double opacity);

    [LibraryImport(Library, EntryPoint = "mien_vision_draw_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DrawText(byte* rgb, int width, int height, string text, int x, int y, double size, uint color, int thickness);

    [LibraryImport(Library, EntryPoint = "mien_vision_measure_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MeasureText(string text, double size, int thickness, int* width, int* ascent, int* descent);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_has_display")]
    public static partial int WindowHasDisplay(int* result);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WindowOpen(string title, int width, int height);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_show", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WindowShow(string title, byte* rgb, int width, int height);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_work", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WindowWork(string title, int milliseconds, int* key, int* isOpen);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_close", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WindowClose(string title);

    [LibraryImport(WindowLibrary, EntryPoint = "mien_vision_window_last_error")]
    private static partial int WindowLastError(ErrorView* view);

    [LibraryImport(Library, EntryPoint = "mien_vision_last_error")]
    private static partial int LastError(ErrorView* view);

    /// <summary>The calling thread's last failure; the texts belong to the library.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ErrorView
    {
        public byte* Message;
        public byte* Function;
        public byte* File;
        public int Status;
    }
}
