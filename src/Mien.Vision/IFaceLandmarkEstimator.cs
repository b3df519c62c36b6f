using Mien.Core;

namespace Mien.Vision;

/// <summary>Finds the 68 landmarks of detected faces. One call at a time.</summary>
public interface IFaceLandmarkEstimator
{
    /// <summary>What it is, for outputs that say how they came about.</summary>
    string Name { get; }

    /// <summary>Finds the points of a face, in pixels of the frame.</summary>
    /// <param name="frame">The frame; it is only read.</param>
    /// <param name="face">The face as a detector found it, with five points where the estimator's crop is aligned by the eyes.</param>
    /// <exception cref="ArgumentException">The face has no extent.</exception>
    FaceLandmarks68 Estimate(VideoFrame frame, FaceDetection face);
}
