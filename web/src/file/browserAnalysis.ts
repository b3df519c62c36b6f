import { loadLocalEngine } from '../engine/loadLocalEngine';
import { messageOf } from '../protocol/problem';
import { type LocalEngine, sharedEmotions, soundHz } from '../protocol/types';
import { type TimelineRow, toRows, toSoundRow } from '../record/row';
import { AnalysisError } from './analysisError';
import type { AnalysisResult } from './analysisResult';
import { Film } from './film';
import { pictureOf } from './picture';
import type { Progress } from './progress';
import { soundOf } from './sound';

/** Pictures of a film that are analysed, a second. */
const picturesPerSecond = 10;

/** What the browser can decode of a file. */
interface Media {
  readonly film: Film | null;
  readonly picture: ImageData | null;
  readonly sound: Float32Array | null;
}

/**
 * Analyses a file inside this page, with the same models as the server: every picture of ten a second, and all of the sound. Nothing leaves
 * the device.
 * @param base Address of the page's folder, ending with a slash; the models are in its `models/`.
 * @param signal Gives up.
 * @throws AnalysisError with one sentence; the signal's reason where it was given up.
 */
export async function analyzeInBrowser(
  base: URL,
  file: File,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<AnalysisResult> {
  onProgress({ stage: 'models', fraction: null });
  const media = await decode(file);
  try {
    signal.throwIfAborted();
    const engine = await load(base, media.sound !== null, onProgress, signal);
    const giveUp = () => engine.dispose();
    signal.addEventListener('abort', giveUp);
    try {
      return { ...describe(file, media), rows: await analyze(engine, media, onProgress) };
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
      engine.dispose();
    }
  } finally {
    media.film?.close();
  }
}

async function decode(file: File): Promise<Media> {
  // A player takes some pictures for films of one frame, so what says that it is a picture is tried as one first.
  let picture = file.type.startsWith('image/') ? await pictureOf(file) : null;
  const film = picture ? null : await Film.open(file);
  if (!picture && !film) {
    picture = await pictureOf(file);
  }
  const sound = picture ? null : await soundOf(file);
  if (!picture && !film && !sound) {
    throw new AnalysisError(
      `This browser can neither show nor play ${file.name}, so it cannot analyse it; choose 'On the server', which knows more formats.`,
    );
  }
  return { film, picture, sound };
}

async function load(
  base: URL,
  withSound: boolean,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<LocalEngine> {
  try {
    return await loadLocalEngine(base, {
      audio: withSound,
      signal,
      onProgress: (loaded, total) => onProgress({ stage: 'models', fraction: total > 0 ? loaded / total : null }),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new AnalysisError(messageOf(error));
  }
}

async function analyze(
  engine: LocalEngine,
  { film, picture, sound }: Media,
  onProgress: (progress: Progress) => void,
): Promise<TimelineRow[]> {
  if (picture) {
    return toRows(await engine.analyzeFrame(picture, 0));
  }
  onProgress({ stage: 'sound' });
  const windows = sound ? await engine.hear(sound) : [];
  if (!film) {
    return windows.map(toSoundRow);
  }
  const rows: TimelineRow[] = [];
  for (let i = 0; i === 0 || i / picturesPerSecond < film.duration; i++) {
    const seconds = i / picturesPerSecond;
    onProgress({ stage: 'analysis', fraction: seconds / Math.max(film.duration, seconds, 0.1), seconds });
    rows.push(...toRows(await engine.analyzeFrame(await pictureOfFilm(film, seconds), seconds * 1e6)));
  }
  return rows;
}

async function pictureOfFilm(film: Film, seconds: number): Promise<ImageData> {
  try {
    return await film.pictureAt(seconds);
  } catch (error) {
    throw new AnalysisError(
      `This browser cannot decode the film at ${seconds.toFixed(1)} s (${messageOf(error)}); choose 'On the server'.`,
    );
  }
}

function describe(file: File, { film, picture, sound }: Media): Omit<AnalysisResult, 'rows'> {
  const seen = film ?? picture;
  const duration = film?.duration ?? (sound ? sound.length / soundHz : undefined);
  return {
    schema: 'mien.browser/1',
    created: new Date().toISOString(),
    analyzed_by: 'browser',
    labels: sharedEmotions,
    input: {
      name: file.name,
      kind: film ? 'video' : picture ? 'image' : 'audio',
      ...(seen && { width: seen.width, height: seen.height }),
      ...(duration !== undefined && { duration_s: duration }),
      has_sound: sound !== null,
    },
  };
}
