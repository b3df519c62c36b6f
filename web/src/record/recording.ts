import { type FrameResult, sharedEmotions } from '../protocol/types';
import { toCsv } from './csv';
import { type TimelineRow, toRows } from './row';

/** Rows that are kept: about an hour of one face at ten frames a second. */
const defaultCapacity = 36_000;

/** What was seen in a live session, for export. Beyond its capacity the oldest rows are forgotten, and counted. */
export class Recording {
  private rows: TimelineRow[] = [];
  private forgotten = 0;
  private readonly created = new Date();

  constructor(private readonly capacity = defaultCapacity) {}

  get length(): number {
    return this.rows.length;
  }

  add(result: FrameResult, session: number): void {
    this.rows.push(...toRows(result, session));
    // In large steps, because each one copies.
    if (this.rows.length > this.capacity * 1.1) {
      const surplus = this.rows.length - this.capacity;
      this.rows = this.rows.slice(surplus);
      this.forgotten += surplus;
    }
  }

  toCsv(): string {
    return toCsv(this.rows, 'live');
  }

  /** @param where What analysed it: the server or this browser. */
  toJson(where: string): string {
    return JSON.stringify({
      schema: 'mien.live/1',
      created: this.created.toISOString(),
      input: { name: 'live', kind: 'live' },
      analyzed_by: where,
      labels: sharedEmotions,
      forgotten_rows: this.forgotten,
      rows: this.rows,
    });
  }
}

/** Offers a text as a file to save. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this call returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
