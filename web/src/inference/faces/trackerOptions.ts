/** How faces are followed from frame to frame: the values of Mien.Vision's FaceTrackerOptions. */
export interface FaceTrackerOptions {
  /** A face becomes a person after so many frames that show it; 1 for single pictures. */
  readonly confirmationHits: number;
  /** A face is a person in its first frame where the network is at least this sure of it. */
  readonly immediateConfidence: number;
  /** A face that no track explains starts one only from this confidence on. */
  readonly newTrackConfidence: number;
  /** A person who is not seen for longer, in seconds, gets a new number when seen again. */
  readonly maximumLostSeconds: number;
  /** For so long, in seconds, a person whom the detector misses is shown where motion would have taken the face. */
  readonly maximumBridgeSeconds: number;
  /** A detection belongs to a track only if its centre is nearer than this many face sizes to where the track expects it. */
  readonly maximumDistance: number;
  /** A detection belongs to a track only if neither is larger than this many times the other. */
  readonly maximumSizeRatio: number;
  /** A face where a person was a moment ago is somebody else if it looks more different than this. */
  readonly changedAppearance: number;
  /** The same for a person who was away for two seconds. */
  readonly returningAppearance: number;
  /** How slow a movement of the box counts as trembling, in Hz. */
  readonly minimumCutoffHz: number;
  /** Cut-off in Hz per face size a second. */
  readonly cutoffSlope: number;
}

export const TRACKER_DEFAULTS: FaceTrackerOptions = {
  confirmationHits: 3,
  immediateConfidence: 0.7,
  newTrackConfidence: 0.55,
  maximumLostSeconds: 2.4,
  maximumBridgeSeconds: 0.3,
  maximumDistance: 0.7,
  maximumSizeRatio: 1.8,
  changedAppearance: 0.06,
  returningAppearance: 0.05,
  minimumCutoffHz: 1.5,
  cutoffSlope: 4,
};
