using Mien.Inference;
using Mien.Preprocessing;

namespace Mien.Analysis;

/// <summary>Which model made the numbers: everything needed to repeat them.</summary>
/// <param name="Task">"face" or "speech".</param>
/// <param name="Name">The model's name.</param>
/// <param name="Version">The model's version.</param>
/// <param name="License">Licence of the weights.</param>
/// <param name="FileName">Name of the file, without folder.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="Reliability">Held-out UAR and what it means for the fusion.</param>
/// <param name="Spec">What turns media into the model's input.</param>
public sealed record ModelIdentity(string Task, string Name, string Version, string License, string FileName, string Sha256, ModalityReliability Reliability, PreprocessingSpec Spec);
