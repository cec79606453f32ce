import type { HttpRequest, HttpResponse, Send } from '../../clients/http';

/** What n8n's helper does for a calendar server, over fetch: the password, text as it is, no redirect followed. */
export const davSend =
  (user: string, password: string): Send =>
  async ({ method, url, headers = {}, body }: HttpRequest): Promise<HttpResponse> => {
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...headers, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
      body: body === undefined ? undefined : String(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: text === '' ? undefined : text };
  };
