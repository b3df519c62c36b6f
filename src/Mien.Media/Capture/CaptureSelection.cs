using Mien.Core;

namespace Mien.Media;

/// <summary>Which live inputs a session takes.</summary>
/// <param name="Camera">Where the pictures come from; null for none.</param>
/// <param name="Microphone">Where the sound comes from: <paramref name="Camera"/> itself where it is the same input; null for none.</param>
/// <param name="NeedsSound">Whether a microphone that cannot be opened is an error; otherwise that is announced, and the pictures are taken alone.</param>
public sealed record CaptureSelection(CaptureInput? Camera, CaptureInput? Microphone, bool NeedsSound)
{
    /// <summary>What stands for leaving out a sense.</summary>
    public const string None = "none";

    /// <summary>Whether pictures and sound come from one input, which is then opened once.</summary>
    public bool IsOneInput => Camera is not null && Camera == Microphone;

    /// <summary>
    /// Reads what a user names. Without a camera's name the first camera is taken; without a microphone's name the sound of the stream or file
    /// that gives the pictures, or else PulseAudio's or ALSA's default microphone where there is one.
    /// </summary>
    /// <param name="camera">See <see cref="CaptureInput.ParseCamera"/>; "none" for no pictures, null for the first camera.</param>
    /// <param name="microphone">See <see cref="CaptureInput.ParseMicrophone"/>; "none" for no sound, null for the default.</param>
    /// <param name="cancellation">Ends the look for devices.</param>
    /// <exception cref="UserErrorException">A name means nothing, there is no camera, or nothing is left to capture.</exception>
    public static async Task<CaptureSelection> ResolveAsync(string? camera, string? microphone, CancellationToken cancellation = default)
    {
        if (camera == None && microphone is null or None)
            throw new UserErrorException("Neither a camera nor a microphone is left to capture; name one of them with --camera or --mic.");
        CaptureInput? pictures = camera switch
        {
            None => null,
            null => await FirstCameraAsync(cancellation),
            _ => CaptureInput.ParseCamera(camera),
        };
        return microphone switch
        {
            None => new CaptureSelection(pictures, null, false),
            null when pictures is { Kind: CaptureKind.Network or CaptureKind.File } => new CaptureSelection(pictures, pictures, false),
            null => new CaptureSelection(pictures, await DefaultMicrophoneAsync(cancellation), false),
            _ => new CaptureSelection(pictures, CaptureInput.ParseMicrophone(microphone), true),
        };
    }

    private static async Task<CaptureInput> FirstCameraAsync(CancellationToken cancellation)
    {
        IReadOnlyList<CameraDevice> cameras = await CaptureDevices.ListCamerasAsync(cancellation);
        return cameras.Count > 0
            ? new CaptureInput(CaptureKind.V4l2, cameras[0].Path)
            : throw new UserErrorException("This machine has no camera; name a stream or a film with --camera, for example --camera clip.mp4.");
    }

    private static async Task<CaptureInput?> DefaultMicrophoneAsync(CancellationToken cancellation)
    {
        IReadOnlyList<MicrophoneDevice> microphones = await CaptureDevices.ListMicrophonesAsync(cancellation);
        return (microphones.FirstOrDefault(microphone => microphone.IsDefault) ?? (microphones.Count > 0 ? microphones[0] : null))?.Input;
    }
}
