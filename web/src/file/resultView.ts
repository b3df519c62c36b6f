import { Overlay, type OverlayFace } from '../overlay/overlay';
import { sharedEmotions } from '../protocol/types';
import { toCsv } from '../record/csv';
import { download } from '../record/recording';
import type { TimelineRow } from '../record/row';
import type { EmotionSeries } from '../timeline/emotionSeries';
import { byId, make } from '../ui/dom';
import { EmotionBars } from '../ui/emotionBars';
import { clockTime, percent } from '../ui/format';
import type { FileTimeline } from './analysisResult';
import { MediaPlayer } from './mediaPlayer';
import { SeekableChart } from './seekableChart';

/** A person's or the voice's card. */
interface Card {
  readonly element: HTMLElement;
  readonly verdict: HTMLElement;
  readonly bars: EmotionBars;
  readonly chart: SeekableChart | null;
  /** The card's row among those of a moment. */
  readonly find: (rows: readonly TimelineRow[]) => TimelineRow | undefined;
  readonly tell: (row: TimelineRow | undefined) => string;
  readonly values: (row: TimelineRow | undefined) => Readonly<Record<string, number>> | undefined;
}

/** A file's result: the file itself with boxes over it, a card and a timeline for each person and for the voice. */
export class ResultView {
  private readonly stage = byId('file-stage', HTMLDivElement);
  private readonly container = byId('file-people', HTMLDivElement);
  private readonly unplayable = byId('file-unplayable', HTMLParagraphElement);
  private readonly overlay: Overlay | null = null;
  private readonly player: MediaPlayer;
  private readonly cards: Card[] = [];
  private readonly resize: ResizeObserver;

  constructor(
    private readonly file: File,
    private readonly timeline: FileTimeline,
  ) {
    const { input } = timeline.result;
    this.stage.replaceChildren();
    this.stage.hidden = false;
    this.unplayable.hidden = true;
    byId('file-name', HTMLHeadingElement).textContent = file.name;
    byId('file-summary', HTMLParagraphElement).textContent = this.summary();
    if (input.kind !== 'audio') {
      const canvas = make('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      this.stage.append(canvas);
      this.overlay = new Overlay(canvas);
    }
    for (const { id, series } of timeline.people) {
      this.addCard(`Person ${id}`, series, sharedEmotions, {
        find: rows => rows.find(row => row.face_id === id),
        tell: describe,
        values: row => row?.emotions,
      });
    }
    if (timeline.voice) {
      this.addCard('Voice', timeline.voice, timeline.voice.labels, {
        find: rows => rows.find(row => row.speech),
        tell: row =>
          row?.speech_window ? `${percent(row.speech_window.presence)} of the window is speech` : 'nobody speaks',
        values: row => row?.speech,
      });
    }
    this.player = new MediaPlayer(
      this.stage,
      file,
      input.kind,
      input.width && input.height ? { width: input.width, height: input.height } : null,
      seconds => this.show(seconds),
      () => {
        this.stage.hidden = true;
        this.unplayable.hidden = false;
      },
    );
    this.resize = new ResizeObserver(() => this.show(this.player.seconds));
    this.resize.observe(this.stage);
  }

  saveCsv(): void {
    download(`${this.file.name}.csv`, 'text/csv', toCsv(this.timeline.result.rows, this.file.name));
  }

  saveJson(): void {
    download(`${this.file.name}.json`, 'application/json', JSON.stringify(this.timeline.result));
  }

  recolor(): void {
    for (const card of this.cards) {
      card.chart?.recolor();
    }
    this.show(this.player.seconds);
  }

  close(): void {
    this.resize.disconnect();
    this.player.close();
    for (const card of this.cards) {
      card.chart?.destroy();
      card.element.remove();
    }
  }

  private summary(): string {
    const { people, voice, durationSeconds, result } = this.timeline;
    const seen = people.length === 0 ? 'no face' : people.length === 1 ? '1 person' : `${people.length} persons`;
    if (result.input.kind === 'image') {
      return `In the picture: ${seen}.`;
    }
    const heard =
      result.input.has_sound === false ? '; no sound that this browser can decode' : voice ? ', and speech' : '';
    return `In ${clockTime(Math.round(durationSeconds))} of ${result.input.kind}: ${seen}${heard}. Click a timeline, or use the arrow keys on it, to go to a moment.`;
  }

  private addCard(
    name: string,
    series: EmotionSeries,
    labels: readonly string[],
    reading: Pick<Card, 'find' | 'tell' | 'values'>,
  ): void {
    const verdict = make('p', 'verdict');
    const bars = new EmotionBars(labels);
    const element = make('section', 'card person', make('div', '', make('h3', '', name), ' ', verdict, bars.element));
    this.container.append(element);
    const chart =
      this.timeline.result.input.kind === 'image'
        ? null
        : new SeekableChart(element, name, series, this.timeline.durationSeconds, seconds => this.player.seek(seconds));
    this.cards.push({ element, verdict, bars, chart, ...reading });
  }

  private show(seconds: number): void {
    const rows = this.timeline.rowsAt(seconds);
    const { width, height } = this.timeline.result.input;
    if (this.overlay && width && height) {
      this.overlay.draw(rows.flatMap(toOverlay), width, height);
    }
    for (const card of this.cards) {
      const row = card.find(rows);
      const verdict = card.tell(row);
      card.bars.show(card.values(row));
      card.verdict.textContent = verdict;
      card.chart?.show(seconds, verdict);
    }
  }
}

function describe(row: TimelineRow | undefined): string {
  if (!row) {
    return 'not seen';
  }
  if (!row.dominant_emotion) {
    return 'no emotion told';
  }
  const share = row.dominant_probability === undefined ? '' : ` ${percent(row.dominant_probability)}`;
  return `${row.dominant_emotion}${share}${row.reliable === false ? ', hard to see' : ''}`;
}

function toOverlay(row: TimelineRow): OverlayFace[] {
  if (row.face_id === undefined) {
    return [];
  }
  return [
    {
      id: row.face_id,
      box: [row.x ?? 0, row.y ?? 0, row.width ?? 0, row.height ?? 0],
      emotion: row.dominant_emotion ?? null,
      emotions: row.emotions ?? null,
      isReliable: row.reliable ?? true,
    },
  ];
}
