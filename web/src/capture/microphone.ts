import { soundHz } from '../protocol/types';
import workletUrl from './captureWorklet.ts?worker&url';
import type { SessionClock } from './clock';
import { ContextClock } from './contextClock';
import { Resampler } from './resampler';

/** A browser that gives sound has started its audio by then; one on a device without any sound output never does. */
const startWithinMs = 4000;

interface Piece {
  readonly samples: Float32Array;
  readonly startMs: number;
  readonly sentMs: number;
}

/** The microphone's sound at 16 kHz, each piece with the time of its first sample on the session's clock. */
export class Microphone {
  private readonly clock = new ContextClock();
  private readonly resampler: Resampler;
  /** Time on the session's clock of the next sample that the resampler gives. */
  private nextUs: number | null = null;

  private constructor(
    private readonly context: AudioContext,
    private readonly source: MediaStreamAudioSourceNode,
    private readonly node: AudioWorkletNode,
    private readonly session: SessionClock,
    private readonly inputDelayMs: number,
    private readonly take: (samples: Float32Array, timeUs: number) => void,
  ) {
    this.resampler = new Resampler(context.sampleRate, soundHz);
    this.node.port.onmessage = (event: MessageEvent<Piece>) => this.receive(event.data, performance.now());
  }

  /**
   * Listens to a stream's sound.
   * @throws DOMException Where the browser cannot; Error where its audio does not start.
   */
  static async open(
    stream: MediaStream,
    session: SessionClock,
    take: (samples: Float32Array, timeUs: number) => void,
  ): Promise<Microphone> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await context.audioWorklet.addModule(workletUrl);
      await started(context);
      const source = context.createMediaStreamSource(stream);
      const node = new AudioWorkletNode(context, 'mien-capture', { numberOfInputs: 1, numberOfOutputs: 0 });
      source.connect(node);
      // What the device itself needs to hand sound over, where the browser tells, in seconds.
      const settings = stream.getAudioTracks()[0]?.getSettings() as { latency?: number } | undefined;
      const microphone = new Microphone(context, source, node, session, (settings?.latency ?? 0) * 1000, take);
      return microphone;
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.node.port.onmessage = null;
    this.source.disconnect();
    this.node.disconnect();
    await this.context.close();
  }

  private receive(piece: Piece, nowMs: number): void {
    this.clock.observe(piece.sentMs, nowMs);
    const startUs = this.session.toUs(this.clock.toPageMs(piece.startMs) - this.inputDelayMs);
    const samples = this.resampler.process(piece.samples);
    if (samples.length === 0) {
      return;
    }
    // The samples' own count is the smoother clock; the estimate corrects it slowly, and at once after an interruption.
    const lagUs = this.nextUs === null ? Number.POSITIVE_INFINITY : startUs - this.nextUs;
    const timeUs: number = this.nextUs === null || Math.abs(lagUs) > 100_000 ? startUs : this.nextUs + 0.05 * lagUs;
    this.nextUs = timeUs + (samples.length * 1e6) / soundHz;
    this.take(samples, timeUs);
  }
}

async function started(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the browser’s audio does not start')), startWithinMs);
  });
  await Promise.race([context.resume(), late]).finally(() => clearTimeout(timer));
}
