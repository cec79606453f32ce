import type { HttpResponse, Send } from '../../clients/http';

const bodyOf = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A Send over plain fetch with one fixed token, for tests against the simulators. It refreshes nothing. */
export const fetchSend =
  (accessToken: string): Send =>
  async ({ method, url, headers = {}, body }): Promise<HttpResponse> => {
    const answer = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        ...(body === undefined || body instanceof ArrayBuffer ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || body instanceof ArrayBuffer ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bodyOf(text) };
  };
