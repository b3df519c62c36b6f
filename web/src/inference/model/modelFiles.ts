/** A model file of Mien's by the name under which the server gives it. */
export type ModelName = 'face-detector' | 'face-landmarks' | 'face-emotion' | 'speech-emotion';

/** Fetches model files, all at once, and tells how far that is. */
export class ModelFiles {
  private readonly baseUrl: string;
  private readonly onProgress: (loaded: number, total: number) => void;
  private loaded = 0;
  private total = 0;

  /**
   * @param baseUrl Where they lie, ending with a slash.
   * @param onProgress Bytes so far and in all; 0 where a server does not say.
   */
  constructor(baseUrl: string, onProgress: (loaded: number, total: number) => void) {
    this.baseUrl = baseUrl;
    this.onProgress = onProgress;
  }

  /** The files of these names. */
  async fetchAll<T extends ModelName>(names: readonly T[]): Promise<Record<T, Uint8Array>> {
    const answers = await Promise.all(names.map(name => this.open(name)));
    const lengths = answers.map(answer => Number(answer.headers.get('Content-Length') ?? 0));
    this.total = lengths.every(length => length > 0) ? lengths.reduce((sum, length) => sum + length, 0) : 0;
    const files = await Promise.all(answers.map((answer, i) => this.read(names[i]!, answer)));
    return Object.fromEntries(names.map((name, i) => [name, files[i]!])) as Record<T, Uint8Array>;
  }

  private async open(name: ModelName): Promise<Response> {
    const url = `${this.baseUrl}${name}.onnx`;
    let answer: Response;
    try {
      answer = await fetch(url);
    } catch (error) {
      throw new Error(`The model ${name} cannot be fetched from ${url}; the server does not answer.`, { cause: error });
    }
    if (!answer.ok || !answer.body) {
      throw new Error(`The model ${name} cannot be fetched from ${url}; the server answers ${answer.status}.`);
    }
    return answer;
  }

  private async read(name: ModelName, answer: Response): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    const reader = answer.body!.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        length += part.value.length;
        this.loaded += part.value.length;
        this.onProgress(this.loaded, this.total);
      }
    } catch (error) {
      throw new Error(`The model ${name} broke off after ${length} bytes; try again.`, { cause: error });
    }
    const file = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      file.set(part, at);
      at += part.length;
    }
    return file;
  }
}
