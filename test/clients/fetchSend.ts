import type { HttpRequest, HttpResponse, Send } from '../../clients/http';

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** What n8n's helper does, over fetch: token, JSON, time limit; every status is an answer. */
export const fetchSend =
  (token: string): Send =>
  async ({ method, url, headers, body, timeoutMs }: HttpRequest): Promise<HttpResponse> => {
    const typed = body === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await fetch(url, {
      method,
      headers: { ...typed, ...headers, authorization: `Bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs ?? 5000),
    });
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body: parsed(await reply.text()) };
  };

/** An admin route of a simulator. */
export const admin = async (base: string, method: string, route: string, body?: unknown): Promise<unknown> => {
  const reply = await fetch(`${base}/_simulator/${route}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return reply.json();
};
