namespace Mien.Data.Faces;

/// <summary>One picture of FER2013 as its manifest lists it.</summary>
/// <param name="File">Path of the picture within the dataset's folder.</param>
/// <param name="Split">Part of the dataset.</param>
/// <param name="Label">FER2013's own label, by Mien's name.</param>
/// <param name="Votes">FER+ crowd votes for the seven labels, in the order of <see cref="Fer2013Manifest.Labels"/>; contempt, unknown and not-a-face are left out.</param>
/// <param name="NotFaceVotes">FER+ votes for "not a face".</param>
/// <param name="DuplicateOfTraining">Whether the same pixels are also in the Training part.</param>
public sealed record Fer2013Row(string File, Fer2013Split Split, string Label, float[] Votes, float NotFaceVotes, bool DuplicateOfTraining);
