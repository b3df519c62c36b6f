import { RateMeter, RecentValues } from '../live/statistics';
import type { FrameResult } from '../protocol/types';
import { make } from './dom';
import { milliseconds } from './format';

const names = {
  latency: 'Capture to result, half within',
  slowest: 'Capture to result, 95 % within',
  engine: 'Analysis alone',
  rate: 'Results a second',
  offset: 'Sound to picture',
  drift: 'Clock drift',
  paired: 'Frames with sound',
  dropped: 'Dropped by the analysis',
  leftOut: 'Left out here',
} as const;

/** Numbers about time: how late results are, how well sound and picture go together, and what was left out. */
export class Readouts {
  private readonly values = new Map<keyof typeof names, HTMLElement>();
  private readonly latency = new RecentValues();
  private readonly rate = new RateMeter();
  private last: FrameResult | null = null;

  constructor(list: HTMLDListElement) {
    for (const [key, name] of Object.entries(names)) {
      const value = make('dd', '', '–');
      value.dataset.readout = key;
      this.values.set(key as keyof typeof names, value);
      list.append(make('dt', '', name), value);
    }
  }

  /** Takes a result and its age when it came. */
  add(result: FrameResult, latencyMs: number, nowMs: number): void {
    this.last = result;
    this.latency.add(latencyMs);
    this.rate.add(nowMs);
  }

  clear(): void {
    this.last = null;
    this.latency.clear();
  }

  /** Shows the numbers. */
  show(leftOut: number, nowMs: number): void {
    const sync = this.last?.sync;
    this.set('latency', milliseconds(this.latency.percentile(0.5)));
    this.set('slowest', milliseconds(this.latency.percentile(0.95)));
    this.set('rate', this.rate.perSecond(nowMs).toFixed(1));
    this.set('engine', milliseconds(this.last?.timing.totalMs));
    this.set('offset', milliseconds(typeof sync?.differenceUs === 'number' ? sync.differenceUs / 1000 : null));
    this.set('drift', typeof sync?.driftPpm === 'number' ? `${Math.round(sync.driftPpm)} ppm` : '–');
    this.set('paired', String(sync?.paired ?? '–'));
    this.set('dropped', String(sync?.dropped ?? '–'));
    this.set('leftOut', String(leftOut));
  }

  private set(key: keyof typeof names, text: string): void {
    const value = this.values.get(key);
    if (value && value.textContent !== text) {
      value.textContent = text;
    }
  }
}
