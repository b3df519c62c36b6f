/** A file cannot be analysed; `message` is one sentence on it. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';

  /** @param status What the server answered with; 0 where it did not answer or was not asked. */
  constructor(
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
}
