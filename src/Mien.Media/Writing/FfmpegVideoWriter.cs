using System.Globalization;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Writes frames with their times, and the sound of another file, as an MP4 film (H.264, AAC). The film is made under a
/// temporary name and gets its own when it is complete; a writer that is disposed before <see cref="CompleteAsync"/> leaves nothing.
/// </summary>
public sealed class FfmpegVideoWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FrameSize _size;
    private readonly FfmpegProcess _process;
    private readonly RawMatroskaStream _stream;
    private MediaTime? _last;
    private bool _complete;

    private FfmpegVideoWriter(string path, string temporary, FrameSize size, FfmpegProcess process) =>
        (_path, _temporary, _size, _process, _stream) = (path, temporary, size, process, new RawMatroskaStream(process.Input));

    /// <summary>Starts a film.</summary>
    /// <param name="path">The file to make or replace, ending in .mp4.</param>
    /// <param name="width">Width of every frame; an odd one is widened by one black column, as H.264 needs.</param>
    /// <param name="height">Height of every frame; an odd one is heightened by one black row.</param>
    /// <param name="options">How it is written; null writes a silent film.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to, or FFmpeg is missing.</exception>
    public static async Task<FfmpegVideoWriter> CreateAsync(
        string path, int width, int height, VideoWriterOptions? options = null, CancellationToken cancellation = default)
    {
        VideoWriterOptions valid = (options ?? new VideoWriterOptions()).Validate();
        string temporary = MakeTemporary(path);
        FfmpegProcess? process = null;
        try
        {
            process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, Arguments(temporary, valid), writesInput: true);
            FfmpegVideoWriter writer = new(path, temporary, new FrameSize(width, height), process);
            await writer.SendAsync(stream => stream.WriteHeaderAsync(width, height, cancellation));
            return writer;
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="frame">A frame of the film's size, later than the one before; the caller keeps and disposes it.</param>
    /// <param name="cancellation">Ends the writing; the film is then incomplete.</param>
    /// <exception cref="ArgumentException">The frame has another size or is not later.</exception>
    /// <exception cref="UserErrorException">FFmpeg cannot write, for example because the disk is full.</exception>
    public async Task WriteAsync(VideoFrame frame, CancellationToken cancellation = default)
    {
        if (frame.Width != _size.Width || frame.Height != _size.Height)
            throw new ArgumentException($"A film of {_size.Width}x{_size.Height} takes no frame of {frame.Width}x{frame.Height}.", nameof(frame));
        if (frame.Time < MediaTime.Zero || frame.Time <= _last)
            throw new ArgumentException($"A frame at {frame.Time} does not follow the one at {_last}.", nameof(frame));
        _last = frame.Time;
        // A pipe's write cannot be cancelled, but it ends with the program.
        using CancellationTokenRegistration kill = cancellation.Register(_process.Kill);
        await SendAsync(stream => stream.WriteFrameAsync(frame.Time.Microseconds, frame.Rgb, cancellation));
    }

    /// <summary>Ends the film and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">No frame was written.</exception>
    /// <exception cref="UserErrorException">FFmpeg could not write it.</exception>
    public async Task CompleteAsync(CancellationToken cancellation = default)
    {
        if (_last is null)
            throw new InvalidOperationException("A film needs at least one frame.");
        using CancellationTokenRegistration kill = cancellation.Register(_process.Kill);
        await SendAsync(_ =>
        {
            _process.Input.Close();
            return Task.CompletedTask;
        });
        int exitCode = await _process.WaitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (exitCode != 0)
            throw Failure();
        File.Move(_temporary, _path, overwrite: true);
        _complete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (!_complete)
            File.Delete(_temporary);
    }

    // Made before FFmpeg starts, so that a folder without room or permission is told at once and by its own error.
    private static string MakeTemporary(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(folder, $".{Path.GetFileNameWithoutExtension(path)}.{Guid.NewGuid():N}.tmp.mp4");
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream _ = new(temporary, FileMode.CreateNew);
            return temporary;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be written ({error.Message.TrimEnd('.')}); choose another folder.", error);
        }
    }

    private static List<string> Arguments(string temporary, VideoWriterOptions options)
    {
        List<string> arguments = ["-hide_banner", "-nostats", "-loglevel", "level+error", "-y", "-f", "matroska", "-i", "pipe:0"];
        if (options.AudioPath is { } audio)
        {
            if (options.AudioStart > TimeSpan.Zero)
                arguments.AddRange(["-ss", FfmpegArguments.Seconds(options.AudioStart)]);
            if (options.AudioDuration is { } duration)
                arguments.AddRange(["-t", FfmpegArguments.Seconds(duration)]);
            arguments.AddRange(["-i", FfmpegArguments.Address(audio), "-map", "0:v:0", "-map", "1:a:0?", "-c:a", "aac", "-b:a", "160k"]);
        }
        arguments.AddRange([
            "-vf", $"pad=ceil(iw/2)*2:ceil(ih/2)*2",
            // Encoding in the input's own time base keeps every frame's time; the rate of a film that varies is not its.
            "-fps_mode", "passthrough", "-enc_time_base", "1:1000000", "-c:v", "libx264", "-preset", "veryfast",
            "-crf", options.Quality.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p",
            "-video_track_timescale", "90000", "-movflags", "+faststart", "-f", "mp4", temporary,
        ]);
        return arguments;
    }

    private async Task SendAsync(Func<RawMatroskaStream, Task> send)
    {
        try
        {
            await send(_stream);
        }
        catch (IOException)
        {
            // The program has ended; its own words say why better than the broken pipe.
            await _process.WaitAsync();
            throw Failure();
        }
    }

    private UserErrorException Failure() => new(
        $"{_path} could not be written{FfmpegFailure.Reason(_temporary, [.. _process.Errors.Select(NameFilm)])}; see that the disk has room and the folder can be written to.");

    // The user knows the film's own name, not the temporary one.
    private string NameFilm(string error) => error.Replace(_temporary, _path, StringComparison.Ordinal);
}
