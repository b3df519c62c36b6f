/**
 * Runs on the browser's audio thread: gathers the microphone's samples (the mean of the channels) into pieces of about
 * 20 milliseconds and posts them with the context's time of their first sample.
 */

// The scope of an audio worklet is not among TypeScript's own.
declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class CaptureProcessor extends AudioWorkletProcessor {
  private piece = new Float32Array(pieceLength());
  private length = 0;
  private startMs = 0;

  process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0] ?? [];
    const frames = channels[0]?.length ?? 0;
    for (let i = 0; i < frames; i++) {
      if (this.length === 0) {
        this.startMs = (currentTime + i / sampleRate) * 1000;
      }
      let sum = 0;
      for (const channel of channels) {
        sum += channel[i] ?? 0;
      }
      this.piece[this.length++] = sum / channels.length;
      if (this.length === this.piece.length) {
        this.port.postMessage({ samples: this.piece, startMs: this.startMs, sentMs: currentTime * 1000 }, [
          this.piece.buffer,
        ]);
        this.piece = new Float32Array(pieceLength());
        this.length = 0;
      }
    }
    return true;
  }
}

function pieceLength(): number {
  return Math.max(128, Math.round(sampleRate / 50));
}

registerProcessor('mien-capture', CaptureProcessor);
