namespace Mien.Core;

/// <summary>The five facial points that detectors give, in source pixels. "Left" is left in the picture.</summary>
/// <param name="LeftEye">Centre of the eye that is on the left in the picture.</param>
/// <param name="RightEye">Centre of the eye that is on the right in the picture.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="LeftMouth">Corner of the mouth on the left in the picture.</param>
/// <param name="RightMouth">Corner of the mouth on the right in the picture.</param>
public readonly record struct FaceLandmarks5(Point2 LeftEye, Point2 RightEye, Point2 Nose, Point2 LeftMouth, Point2 RightMouth);
