// The paper's cut-off for the speed itself.
const SPEED_CUTOFF_HZ = 1;

/**
 * Smooths one coordinate: strongly when it stands still, hardly when it moves (Casiez, Roussel and Vogel, "1 euro filter", CHI 2012),
 * in seconds, so that any frame rate gives the same result.
 */
export class OneEuroFilter {
  /** The smoothed coordinate. */
  value = 0;
  /** The smoothed speed, in units a second. */
  speed = 0;
  private measured = 0;
  private started = false;

  /**
   * Takes a measurement.
   * @param seconds Time since the last one, above 0.
   * @param unit What a speed of one means, in the coordinate's units (a face's size).
   * @param minimumCutoffHz Cut-off at rest.
   * @param slope Cut-off in Hz for each unit a second.
   * @param speedCutoffHz Cut-off of the speed's own smoothing.
   */
  update(
    measured: number,
    seconds: number,
    unit: number,
    minimumCutoffHz: number,
    slope: number,
    speedCutoffHz = SPEED_CUTOFF_HZ,
  ): void {
    if (!this.started) {
      this.measured = this.value = measured;
      this.started = true;
      return;
    }
    // From measurement to measurement: the smoothed value lags behind a moving face and would overstate its speed.
    const speed = (measured - this.measured) / seconds;
    this.measured = measured;
    this.speed += share(speedCutoffHz, seconds) * (speed - this.speed);
    const cutoff = minimumCutoffHz + (slope * Math.abs(this.speed)) / unit;
    this.value += share(cutoff, seconds) * (measured - this.value);
  }
}

// How much of a new value an exponential filter with that cut-off takes.
function share(cutoffHz: number, seconds: number): number {
  const rate = 2 * Math.PI * cutoffHz * seconds;
  return rate / (rate + 1);
}
