import { clamp } from '../rounding';

const FIRST_CAPACITY = 1024;

/** The newest stretch of an endless row of floats, addressed by their places in the whole row. */
export class SlidingBuffer {
  private items = new Float32Array(FIRST_CAPACITY);
  private first = 0; // place of the first item that is still there
  private begin = 0;
  private end = 0;

  /** Adds items at the end. */
  append(items: ArrayLike<number>): void {
    if (this.end + items.length > this.items.length) {
      this.makeRoom(items.length);
    }
    this.items.set(items, this.end);
    this.end += items.length;
  }

  /** Forgets the items before a place. */
  dropBefore(place: number): void {
    const count = clamp(place - this.first, 0, this.end - this.begin);
    this.begin += count;
    this.first += count;
  }

  /** The items from one place to before another, as far as they are there; valid until the next call that changes the row. */
  between(from: number, to: number): Float32Array {
    const length = this.end - this.begin;
    const begin = clamp(from - this.first, 0, length),
      end = clamp(to - this.first, begin, length);
    return this.items.subarray(this.begin + begin, this.begin + end);
  }

  private makeRoom(count: number): void {
    const kept = this.items.subarray(this.begin, this.end);
    const needed = kept.length + count;
    const target =
      needed > this.items.length / 2 ? new Float32Array(2 * Math.max(this.items.length, needed)) : this.items;
    // `set` copies rightly where both share memory.
    target.set(kept);
    this.items = target;
    this.begin = 0;
    this.end = kept.length;
  }
}
