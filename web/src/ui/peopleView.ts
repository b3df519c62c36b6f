import { type FaceResult, type FrameResult, sharedEmotions } from '../protocol/types';
import { EmotionChart } from '../timeline/emotionChart';
import { EmotionSeries } from '../timeline/emotionSeries';
import { make } from './dom';
import { EmotionBars } from './emotionBars';
import { percent } from './format';

/** Seconds of the past that the timelines show. */
const windowSeconds = 30;

/** Persons that have a card at most; who was seen last keeps it. */
const mostPeople = 10;

interface Person {
  readonly element: HTMLElement;
  readonly verdict: HTMLElement;
  readonly bars: EmotionBars;
  readonly series: EmotionSeries;
  readonly chart: EmotionChart;
  seenSeconds: number;
}

/** A card for each person that was seen in the last half minute: label, bars, and a timeline that scrolls. */
export class PeopleView {
  private readonly people = new Map<string, Person>();

  constructor(
    private readonly container: HTMLElement,
    private readonly nobody: HTMLElement,
  ) {}

  /** Takes a result into the timelines. */
  add(result: FrameResult, session: number): void {
    for (const face of result.faces) {
      const key = `${session}/${face.id}`;
      let person = this.people.get(key);
      if (!person) {
        person = this.create(face.id);
        this.people.set(key, person);
        this.forgetSurplus();
      }
      person.seenSeconds = result.time / 1e6;
      if (face.smoothed) {
        person.series.add(result.time / 1e6, face.smoothed);
      }
      person.bars.show(face.smoothed);
      person.verdict.textContent = verdictOf(face);
    }
    this.nobody.hidden = this.people.size > 0;
  }

  /** Draws the timelines up to now. */
  draw(nowSeconds: number): void {
    for (const [key, person] of this.people) {
      person.series.forgetBefore(nowSeconds - windowSeconds - 1);
      if (person.seenSeconds < nowSeconds - windowSeconds) {
        this.remove(key, person);
      } else {
        person.chart.draw(nowSeconds - windowSeconds, nowSeconds);
      }
    }
    this.nobody.hidden = this.people.size > 0;
  }

  recolor(): void {
    for (const person of this.people.values()) {
      person.chart.recolor();
    }
  }

  clear(): void {
    for (const [key, person] of this.people) {
      this.remove(key, person);
    }
    this.nobody.hidden = false;
  }

  private create(id: number): Person {
    const verdict = make('p', 'verdict');
    const bars = new EmotionBars(sharedEmotions);
    const holder = make('div', 'chart');
    holder.setAttribute('role', 'img');
    holder.setAttribute(
      'aria-label',
      `Timeline of person ${id}: the seven probabilities over the last ${windowSeconds} seconds`,
    );
    const element = make(
      'section',
      'card person',
      make('div', '', make('h3', '', `Person ${id}`), ' ', verdict, bars.element),
      holder,
    );
    element.dataset.person = String(id);
    this.container.append(element);
    const series = new EmotionSeries(sharedEmotions);
    // Seconds since the session's start; the axis begins before it.
    const chart = new EmotionChart(holder, series, {
      height: 170,
      formatTime: seconds => (seconds < 0 ? '' : `${seconds} s`),
    });
    return { element, verdict, bars, series, chart, seenSeconds: Number.POSITIVE_INFINITY };
  }

  private remove(key: string, person: Person): void {
    person.chart.destroy();
    person.element.remove();
    this.people.delete(key);
  }

  private forgetSurplus(): void {
    while (this.people.size > mostPeople) {
      const [oldest] = [...this.people].sort(([, a], [, b]) => a.seenSeconds - b.seenSeconds);
      if (oldest) {
        this.remove(...oldest);
      }
    }
  }
}

/** A face's verdict in words. */
export function verdictOf(face: FaceResult): string {
  if (!face.emotion) {
    return 'no emotion told';
  }
  const share = face.smoothed?.[face.emotion];
  const doubt = face.quality?.reliable === false ? ', hard to see' : '';
  return `${face.emotion}${share === undefined ? '' : ` ${percent(share)}`}${doubt}`;
}
