/** Why a frame was not sent. */
export type Verdict = 'send' | 'early' | 'busy';

/** What a gate allows. */
export interface FrameGateOptions {
  /** Frames a second at most. */
  readonly framesPerSecond: number;
  /** Frames that may be unanswered. */
  readonly unanswered: number;
  /** Bytes that may wait in the connection. */
  readonly bufferedBytes: number;
}

/**
 * Decides which of the camera's frames are sent. A frame that comes while too many are unanswered is left out and never
 * kept: on a slow network or server the newest picture is worth more than a queue of old ones.
 */
export class FrameGate {
  private nextMs = Number.NEGATIVE_INFINITY;
  private leftOut = 0;

  constructor(private options: FrameGateOptions) {}

  /** Frames that were left out because answers were missing. */
  get busyCount(): number {
    return this.leftOut;
  }

  /** Changes how many frames a second may be sent. */
  limit(framesPerSecond: number): void {
    this.options = { ...this.options, framesPerSecond };
  }

  /**
   * Judges a frame.
   * @param nowMs Its time.
   * @param unanswered Frames that are sent, or being encoded, and not answered.
   * @param bufferedBytes Bytes that wait in the connection.
   */
  judge(nowMs: number, unanswered: number, bufferedBytes: number): Verdict {
    // A camera's frames come a little early or late; half a frame of a 60 Hz camera is forgiven.
    if (nowMs < this.nextMs - 8) {
      return 'early';
    }
    if (unanswered >= this.options.unanswered || bufferedBytes > this.options.bufferedBytes) {
      this.leftOut++;
      return 'busy';
    }
    // Counted from when the frame was due, so that the rate holds whatever the camera's rhythm; but a pause is not made up for.
    const interval = 1000 / this.options.framesPerSecond;
    this.nextMs = nowMs - this.nextMs > interval ? nowMs + interval : this.nextMs + interval;
    return 'send';
  }
}
