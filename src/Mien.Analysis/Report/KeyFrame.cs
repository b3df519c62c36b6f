using Mien.Core;

namespace Mien.Analysis;

/// <summary>The picture of a person in which one emotion shows best.</summary>
/// <param name="Time">When.</param>
/// <param name="Emotion">Position of the emotion among the shared seven; -1 where no emotion is known.</param>
/// <param name="Probability">Its probability, 0..1.</param>
/// <param name="Score">Probability times quality of the face: what makes a picture the best one.</param>
/// <param name="Jpeg">The face and its surroundings as a JPEG file.</param>
internal sealed record KeyFrame(MediaTime Time, int Emotion, float Probability, float Score, byte[] Jpeg);
