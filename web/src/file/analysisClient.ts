import { problemSentence } from '../protocol/problem';
import { authorization, storedToken } from '../protocol/token';
import { AnalysisError } from './analysisError';
import type { AnalysisResult } from './analysisResult';
import type { Progress } from './progress';

interface Job {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly fraction: number | null;
  readonly seconds: number;
  readonly error: string | null;
}

/** How long an upload may wait for its result before it becomes a job, in seconds: pictures are done by then. */
const waitSeconds = 1;
const askEveryMs = 500;

/**
 * Has a file analysed by the server, which deletes it afterwards.
 * @param base Address of the page's folder, ending with a slash.
 * @param signal Gives up; a job that runs on the server is stopped and forgotten.
 * @throws AnalysisError with the server's sentence; DOMException AbortError where it was given up.
 */
export async function analyzeFile(
  base: URL,
  file: File,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<AnalysisResult> {
  const url = new URL('v1/analyze', base);
  url.searchParams.set('wait', String(waitSeconds));
  const answer = await upload(url, file, onProgress, signal);
  if (answer.status === 200) {
    return JSON.parse(answer.body);
  }
  if (answer.status !== 202) {
    throw failure(answer.status, answer.body);
  }
  const job: Job = JSON.parse(answer.body);
  try {
    await untilDone(base, job, onProgress, signal);
    return JSON.parse(await ask(new URL(`v1/jobs/${job.id}/result`, base), signal));
  } finally {
    // The result is here or not wanted any more: the server need not keep it. It would forget it by itself, too.
    fetch(new URL(`v1/jobs/${job.id}`, base), { method: 'DELETE', headers: authorization(storedToken()) }).catch(
      () => {},
    );
  }
}

async function untilDone(
  base: URL,
  job: Job,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let state = job; ; ) {
    switch (state.state) {
      case 'done':
        return;
      case 'failed':
        throw new AnalysisError(state.error ?? 'The file cannot be analysed.', 422);
      case 'cancelled':
        throw new AnalysisError('The analysis was stopped before its end.', 503);
      case 'queued':
        onProgress({ stage: 'queued' });
        break;
      case 'running':
        onProgress({ stage: 'analysis', fraction: state.fraction, seconds: state.seconds });
        break;
    }
    await delay(askEveryMs, signal);
    state = JSON.parse(await ask(new URL(`v1/jobs/${job.id}`, base), signal));
  }
}

async function ask(url: URL, signal: AbortSignal): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(url, { headers: authorization(storedToken()), signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new AnalysisError(`The server cannot be reached any more (${String(error)}).`);
  }
  const body = await answer.text();
  if (!answer.ok) {
    throw failure(answer.status, body);
  }
  return body;
}

/** `fetch` does not tell how much of a body is sent; the older interface does. */
function upload(
  url: URL,
  file: File,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(authorization(storedToken()))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = event =>
      onProgress({ stage: 'upload', fraction: event.lengthComputable ? event.loaded / event.total : null });
    request.upload.onload = () => onProgress({ stage: 'queued' });
    request.onload = () => resolve({ status: request.status, body: request.responseText });
    request.onerror = () => reject(new AnalysisError('The server cannot be reached, or ended the upload.'));
    request.onabort = () => reject(new DOMException('The upload was given up.', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    onProgress({ stage: 'upload', fraction: 0 });
    request.send(file);
  });
}

function failure(status: number, body: string): AnalysisError {
  return new AnalysisError(problemSentence(body, `The server answers ${status}.`), status);
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(new DOMException('The analysis was given up.', 'AbortError'));
    };
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
