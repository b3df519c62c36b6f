using Mien.Core;

namespace Mien.Media;

/// <summary>An announcement about a live source.</summary>
/// <param name="Time">When it was noticed, on the session's clock.</param>
/// <param name="Modality">Which source.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Sentence">The same for people, with the reason, without a password that an address may hold.</param>
public sealed record CaptureNotice(MediaTime Time, CaptureModality Modality, CaptureNoticeKind Kind, string Sentence);
