// Requests with a token: it goes into one header, never into an address, and is never printed.

const TIMEOUT_MS = 30_000;
const TRIES = 4;
const MAX_WAIT_S = 30;

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const waitOf = (reply) => Math.min(Number(reply.headers.get('retry-after')) || 2, MAX_WAIT_S);

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return text;
  }
}

/**
 * @returns `call(method, path, { body, headers })` → `{ status, headers, body }`; the path begins with `/` or is a whole address of
 *   the same server (a next link). Busy answers (429, 503) are asked again.
 */
export function makeCaller({ address, authorization }) {
  const target = (path) => {
    const url = new URL(path.startsWith('/') ? `${address}${path}` : path);
    if (url.origin !== new URL(address).origin) throw new Error('an address of another server was not followed');
    return url;
  };
  return async function call(method, path, { body, headers } = {}) {
    const isText = typeof body === 'string' || body === undefined;
    for (let tried = 1; ; tried += 1) {
      const reply = await fetch(target(path), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers, authorization },
        body: isText ? body : JSON.stringify(body),
      });
      const isBusy = reply.status === 429 || reply.status === 503;
      if (isBusy && tried < TRIES) await pause(waitOf(reply));
      else return { status: reply.status, headers: reply.headers, body: parsed(await reply.text()) };
    }
  };
}
