/** The token that a server beyond this machine asks for. It is kept for this tab's session only. */

const storageKey = 'mien.token';

/** The token that was given, or null. */
export function storedToken(): string | null {
  return sessionStorage.getItem(storageKey);
}

/** Keeps a token until the tab is closed; an empty one forgets it. */
export function storeToken(token: string): void {
  if (token) {
    sessionStorage.setItem(storageKey, token);
  } else {
    sessionStorage.removeItem(storageKey);
  }
}

/** Headers of a request. */
export function authorization(token: string | null): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Subprotocols of a stream: browsers cannot give a WebSocket headers, so the token goes along as one. */
export function subprotocols(token: string | null): string[] {
  return token ? ['mien.v1', `mien.token.${base64Url(token)}`] : ['mien.v1'];
}

function base64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
