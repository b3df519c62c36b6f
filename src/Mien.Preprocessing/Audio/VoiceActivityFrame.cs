using Mien.Core;

namespace Mien.Preprocessing;

/// <summary>What a voice activity detector says of one short frame.</summary>
/// <param name="Time">When the frame begins, from the start of the stream.</param>
/// <param name="IsSpeech">Whether it counts as speech, onset and hangover considered.</param>
/// <param name="LevelDb">Level between 200 and 4000 Hz, in dB of full scale.</param>
/// <param name="NoiseFloorDb">The detector's estimate of the level of the noise.</param>
/// <param name="Flatness">Smoothed spectral flatness between 200 and 4000 Hz: 0 a pure tone, about 0.5 noise.</param>
public readonly record struct VoiceActivityFrame(MediaTime Time, bool IsSpeech, float LevelDb, float NoiseFloorDb, float Flatness);
