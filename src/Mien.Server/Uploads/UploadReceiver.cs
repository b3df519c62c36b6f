using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Mien.Core;

namespace Mien.Server.Uploads;

/// <summary>Writes the body of a request to a file as it comes in, without holding it in memory.</summary>
internal static class UploadReceiver
{
    private const string Unnamed = "The upload"; // begins the sentences that say what is wrong with it
    private const int Block = 1 << 16, SniffedBytes = 512, LongestName = 100;

    /// <summary>Receives a file: the first part with a file name of a form, or the whole body.</summary>
    /// <param name="request">The request; its size is limited by the server.</param>
    /// <param name="target">The file to make; it is left behind, whole or not, where this throws.</param>
    /// <param name="cancellation">Ends the receiving.</param>
    /// <returns>What the sender calls the file, made harmless, for messages.</returns>
    /// <exception cref="UserErrorException">There is no file in it, or what it holds is no medium.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, broken, or ends early.</exception>
    public static async Task<string> ReceiveAsync(HttpRequest request, string target, CancellationToken cancellation)
    {
        string name = Unnamed;
        Stream content = request.Body;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            (content, name) = await FirstFileAsync(request, type, cancellation);
        await using FileStream file = new(target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        long length = await CopyAsync(content, file, cancellation);
        if (length == 0)
            throw new UserErrorException("The request holds no file; send one as the body, or as a form with a part that has a file name.");
        await RefuseTextAsync(file, name, cancellation);
        return name;
    }

    private static async Task<(Stream Content, string Name)> FirstFileAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellation)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? throw new UserErrorException("The form has no boundary; let your HTTP library write the Content-Type.");
        MultipartReader reader = new(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition) && (disposition.FileNameStar.HasValue || disposition.FileName.HasValue))
                    return (section.Body, Harmless(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value));
        }
        catch (Exception error) when (error is IOException or InvalidDataException && error is not BadHttpRequestException)
        {
            throw new UserErrorException($"The form cannot be read ({error.Message.TrimEnd('.')}); let your HTTP library write it.", error);
        }
        throw new UserErrorException("The form holds no file; send a part that has a file name.");
    }

    private static async Task<long> CopyAsync(Stream content, FileStream file, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (int read; (read = await ReadAsync(content, buffer, cancellation)) > 0;)
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await file.FlushAsync(cancellation);
            return file.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellation);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new BadHttpRequestException($"The upload ended early ({error.Message.TrimEnd('.')}).", StatusCodes.Status400BadRequest, error);
        }
    }

    /// <summary>Playlists, stream descriptions and drawings are text; they could name other files of this machine, which a decoder would then open.</summary>
    private static async Task RefuseTextAsync(FileStream file, string name, CancellationToken cancellation)
    {
        byte[] start = new byte[SniffedBytes];
        file.Position = 0;
        int count = await file.ReadAtLeastAsync(start, SniffedBytes, throwOnEndOfStream: false, cancellation);
        if (!start.AsSpan(0, count).ContainsAnyExceptInRange((byte)9, (byte)126))
            throw new UserErrorException($"{name} is text, not a picture, film or sound.");
    }

    /// <summary>The last part of a name, without what could end a line or a folder.</summary>
    private static string Harmless(string? name)
    {
        string last = new([.. (name ?? "").Split('/', '\\')[^1].Where(character => !char.IsControl(character)).Take(LongestName)]);
        return last.Length > 0 ? last : Unnamed;
    }
}
