import { messageOf } from '../protocol/problem';
import type { LocalEngine, LocalEngineOptions } from '../protocol/types';

/**
 * Loads the engine that analyses inside this page; only who asks for it fetches the runtime, which is larger than all else.
 * @param base Address of the page's folder, ending with a slash; the models are in its `models/`.
 * @throws Error with one sentence; the signal's reason where loading was given up.
 */
export async function loadLocalEngine(
  base: URL,
  options: Omit<LocalEngineOptions, 'modelsUrl'> & { readonly signal: AbortSignal },
): Promise<LocalEngine> {
  try {
    const { createLocalEngine } = await import('../inference/localEngine');
    return await createLocalEngine({ ...options, modelsUrl: new URL('models/', base).href });
  } catch (error) {
    options.signal.throwIfAborted();
    throw new Error(`The models could not be started in this browser: ${messageOf(error)}`);
  }
}
