import { sharedEmotions } from '../protocol/types';
import type { TimelineRow } from '../record/row';
import { EmotionSeries } from '../timeline/emotionSeries';

/** What this page uses of the JSON of docs/analyze.md, and what it says itself of a file that it analysed. */
export interface AnalysisResult {
  readonly schema: string;
  readonly created?: string;
  readonly analyzed_by?: 'browser';
  readonly labels?: readonly string[];
  readonly input: {
    readonly name: string;
    readonly kind: string;
    readonly width?: number;
    readonly height?: number;
    readonly duration_s?: number;
    readonly has_sound?: boolean;
  };
  readonly rows: readonly TimelineRow[];
}

/** A person of a file. */
export interface PersonTimeline {
  readonly id: number;
  readonly series: EmotionSeries;
  /** The person's rows, in the order of time. */
  readonly rows: readonly TimelineRow[];
}

/** A result, arranged for charts and for what is seen at a time. */
export class FileTimeline {
  readonly people: readonly PersonTimeline[];
  /** The voice by the speech model's own labels, one value a window; null where nobody spoke. */
  readonly voice: EmotionSeries | null;
  /** Length in seconds, that of the last row where the file does not tell. */
  readonly durationSeconds: number;

  /** Rows in groups of one time. */
  private readonly moments: { readonly seconds: number; readonly rows: TimelineRow[] }[] = [];

  constructor(readonly result: AnalysisResult) {
    const people = new Map<number, TimelineRow[]>();
    for (const row of result.rows) {
      const moment = this.moments.at(-1);
      if (moment?.seconds === row.time_s) {
        moment.rows.push(row);
      } else {
        this.moments.push({ seconds: row.time_s, rows: [row] });
      }
      if (row.face_id !== undefined) {
        const rows = people.get(row.face_id) ?? [];
        rows.push(row);
        people.set(row.face_id, rows);
      }
    }
    this.people = [...people].sort(([a], [b]) => a - b).map(([id, rows]) => ({ id, rows, series: emotionsOf(rows) }));
    this.voice = voiceOf(result.rows);
    this.durationSeconds = Math.max(result.input.duration_s ?? 0, this.moments.at(-1)?.seconds ?? 0);
  }

  /** The rows of the moment nearest to a time; none where that is more than half a second away. */
  rowsAt(seconds: number): readonly TimelineRow[] {
    const index = indexBefore(this.moments, seconds, moment => moment.seconds);
    const before = this.moments[index];
    const after = this.moments[index + 1];
    const nearest = !before || (after && after.seconds - seconds < seconds - before.seconds) ? after : before;
    return nearest && Math.abs(nearest.seconds - seconds) <= 0.5 ? nearest.rows : [];
  }
}

/** Index of the last item at or before a time; -1 where all are later. */
function indexBefore<T>(items: readonly T[], seconds: number, timeOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) <= seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function emotionsOf(rows: readonly TimelineRow[]): EmotionSeries {
  const series = new EmotionSeries(sharedEmotions);
  for (const row of rows) {
    if (row.emotions) {
      series.add(row.time_s, row.emotions);
    }
  }
  return series;
}

function voiceOf(rows: readonly TimelineRow[]): EmotionSeries | null {
  const first = rows.find(row => row.speech)?.speech;
  if (!first) {
    return null;
  }
  const series = new EmotionSeries(Object.keys(first));
  let windowStart = Number.NaN;
  for (const row of rows) {
    // A film repeats the window at each of its frames.
    if (row.speech && row.speech_window && row.speech_window.start_s !== windowStart) {
      windowStart = row.speech_window.start_s;
      series.add((row.speech_window.start_s + row.speech_window.end_s) / 2, row.speech);
    }
  }
  return series;
}
