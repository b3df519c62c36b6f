import type { SpeechResult } from '../protocol/types';
import { byId } from './dom';
import { EmotionBars } from './emotionBars';
import { percent } from './format';

/** What the voice says: share of speech in the window, and the speech model's own labels. */
export class VoiceView {
  private readonly section = byId('voice', HTMLElement);
  private readonly verdict = byId('voice-verdict', HTMLParagraphElement);
  private readonly holder = byId('voice-bars', HTMLDivElement);
  private bars: EmotionBars | null = null;

  show(speech: SpeechResult | null): void {
    if (!speech) {
      return;
    }
    this.section.hidden = false;
    this.verdict.textContent = `${percent(speech.presence)} of the last seconds are speech`;
    if (speech.probabilities && !this.bars) {
      this.bars = new EmotionBars(Object.keys(speech.probabilities));
      this.holder.replaceChildren(this.bars.element);
    }
    this.bars?.show(speech.probabilities);
  }

  clear(): void {
    this.section.hidden = true;
    this.bars = null;
    this.holder.replaceChildren();
  }
}
