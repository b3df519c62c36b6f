using Mien.Core;
using Mien.Samples.Emotions;

if (args.Length == 0)
{
    Console.Error.WriteLine("Usage: emotions FILE...    pictures (JPEG, PNG, BMP, WebP, TIFF) and recordings of speech (WAV, MP3, FLAC...)");
    return 2;
}

// Ctrl-C ends the file under way, in the middle of a network if need be.
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

using FaceReader faces = new();
using VoiceReader voices = new();
try
{
    foreach (string file in args)
    {
        Console.WriteLine(file);
        if (VoiceReader.IsRecording(file))
            await voices.TellAsync(file, stop.Token);
        else
            faces.Tell(file, stop.Token);
    }
    return 0;
}
catch (UserErrorException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException)
{
    return 130;
}
