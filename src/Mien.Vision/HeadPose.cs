namespace Mien.Vision;

/// <summary>Where a head is turned to, relative to the line from the camera to it, in degrees.</summary>
/// <param name="Yaw">-90..90; positive where the nose points to the picture's right.</param>
/// <param name="Pitch">-90..90; positive where the nose points up.</param>
/// <param name="Roll">-180..180; positive where the head leans clockwise in the picture, its top to the right.</param>
public readonly record struct HeadPose(float Yaw, float Pitch, float Roll);
