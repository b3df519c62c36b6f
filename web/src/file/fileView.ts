import type { Announcer } from '../ui/announcer';
import { byId } from '../ui/dom';
import { clockTime, percent } from '../ui/format';
import type { PlaceChoice } from '../ui/placeChoice';
import { askForToken } from '../ui/tokenDialog';
import { analyzeFile } from './analysisClient';
import { AnalysisError } from './analysisError';
import { FileTimeline } from './analysisResult';
import { analyzeInBrowser } from './browserAnalysis';
import type { Progress } from './progress';
import { ResultView } from './resultView';

/** The file panel: a file is chosen or dropped, analysed by the server or here, and shown with its timeline. */
export class FileView {
  private readonly drop = byId('drop', HTMLDivElement);
  private readonly input = byId('file', HTMLInputElement);
  private readonly progress = byId('progress', HTMLDivElement);
  private readonly bar = byId('progress-bar', HTMLProgressElement);
  private readonly text = byId('progress-text', HTMLParagraphElement);
  private readonly message = byId('file-message', HTMLParagraphElement);
  private readonly panel = byId('file-result', HTMLDivElement);
  private result: ResultView | null = null;
  private running: AbortController | null = null;

  /** @param onDrop Told of a drop anywhere in the page, so that this panel can be shown. */
  constructor(
    private readonly base: URL,
    private readonly announcer: Announcer,
    private readonly place: PlaceChoice,
    onDrop: () => void,
  ) {
    this.input.addEventListener('change', () => {
      const [file] = this.input.files ?? [];
      // The same file can be chosen again.
      this.input.value = '';
      if (file) {
        void this.analyze(file);
      }
    });
    byId('cancel', HTMLButtonElement).addEventListener('click', () => {
      this.running?.abort();
      this.show('nothing');
      this.input.focus();
    });
    byId('file-csv', HTMLButtonElement).addEventListener('click', () => this.result?.saveCsv());
    byId('file-json', HTMLButtonElement).addEventListener('click', () => this.result?.saveJson());
    // A browser opens a file that is dropped where nobody takes it, and the page would be gone.
    window.addEventListener('dragover', event => {
      event.preventDefault();
      this.drop.classList.add('over');
    });
    window.addEventListener('dragleave', event => {
      if (event.relatedTarget === null) {
        this.drop.classList.remove('over');
      }
    });
    window.addEventListener('drop', event => {
      event.preventDefault();
      this.drop.classList.remove('over');
      const [file] = event.dataTransfer?.files ?? [];
      if (file) {
        onDrop();
        void this.analyze(file);
      }
    });
  }

  /** Takes over the page's present colours. */
  recolor(): void {
    this.result?.recolor();
  }

  private async analyze(file: File): Promise<void> {
    this.running?.abort();
    this.result?.close();
    this.result = null;
    const running = new AbortController();
    this.running = running;
    this.show('progress');
    byId('cancel', HTMLButtonElement).focus();
    try {
      const analyze = this.place.value === 'browser' ? analyzeInBrowser : analyzeFile;
      const tell = (progress: Progress) => {
        if (!running.signal.aborted) {
          this.tell(progress);
        }
      };
      const result = await analyze(this.base, file, tell, running.signal);
      if (running.signal.aborted) {
        return;
      }
      this.show('result');
      this.result = new ResultView(file, new FileTimeline(result));
      this.announcer.say(`${file.name} is analysed.`);
      this.input.focus();
    } catch (error) {
      if (running.signal.aborted) {
        return;
      }
      this.show('nothing');
      this.input.focus();
      if (error instanceof AnalysisError && error.status === 401) {
        if (await askForToken()) {
          await this.analyze(file);
        }
      } else {
        this.message.textContent =
          error instanceof AnalysisError ? error.message : `The file cannot be shown (${String(error)}).`;
        this.message.hidden = false;
      }
    }
  }

  private show(what: 'progress' | 'result' | 'nothing'): void {
    this.message.hidden = true;
    this.progress.hidden = what !== 'progress';
    this.panel.hidden = what !== 'result';
    this.drop.classList.toggle('compact', what === 'result');
  }

  private tell(progress: Progress): void {
    const fraction = 'fraction' in progress ? progress.fraction : null;
    if (fraction === null) {
      this.bar.removeAttribute('value');
    } else {
      this.bar.value = fraction;
    }
    // In steps, because a live region is read aloud at each change.
    const share = fraction === null ? '' : ` ${percent(Math.floor(fraction * 10) / 10)}`;
    const text = {
      upload: `Sending the file to the server${share} …`,
      queued: 'Waiting for the server …',
      models: `Loading the models${share} …`,
      sound: 'Listening to the sound …',
      analysis: `Analysing${share} (at ${clockTime('seconds' in progress ? progress.seconds : 0)}) …`,
    }[progress.stage];
    if (this.text.textContent !== text) {
      this.text.textContent = text;
    }
  }
}
