/**
 * What a problem+json answer (RFC 9457) says, in one sentence.
 * @param fallback Said where the answer holds no sentence.
 */
export function problemSentence(body: string, fallback: string): string {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string') {
      return problem.detail;
    }
  } catch {
    // A proxy's own page, for example.
  }
  return fallback;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
