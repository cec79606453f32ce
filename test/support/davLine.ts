import type { HttpRequest, HttpResponse, Send } from '../../clients/http';

/** Stands between client and server: what a fault does to a request, or to its answer; undefined lets it pass. */
export type Fault = (
  request: HttpRequest,
  go: () => Promise<HttpResponse>,
) => Promise<HttpResponse> | HttpResponse | undefined;

/** A line that keeps what was sent and can be disturbed. */
export function makeLine(send: Send) {
  let fault: Fault = () => undefined;
  const sent: HttpRequest[] = [];
  const line: Send = async (request) => {
    sent.push(request);
    return (await fault(request, () => send(request))) ?? (await send(request));
  };
  return {
    send: line,
    sent,
    writes: () => sent.filter(({ method }) => ['PUT', 'DELETE'].includes(method)),
    disturb: (how: Fault) => void (fault = how),
    calm: () => {
      fault = () => undefined;
      sent.length = 0;
    },
  };
}

/** Every request of a method is answered so, unread. */
export const answering =
  (method: string, status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Fault =>
  (request) =>
    request.method === method ? { status, headers, body } : undefined;

/** The write takes place, but nobody hears so. */
export const deaf =
  (method: string): Fault =>
  (request, go) =>
    request.method === method
      ? go().then(() => Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })))
      : undefined;

/** A server that has never heard of changes since a token; `bare` without the mark of a whole calendar, too. */
export const withoutSync =
  (bare = false): Fault =>
  async (request, go) => {
    if (request.method === 'REPORT' && String(request.body).includes('sync-collection'))
      return { status: 501, headers: {}, body: '' };
    const answer = await go();
    if (request.method !== 'PROPFIND' || typeof answer.body !== 'string') return answer;
    const names = ['sync-token', 'supported-report-set', ...(bare ? ['getctag'] : [])].join('|');
    const body = answer.body
      .replace(new RegExp(`<([\\w]+:)?(${names})\\b[^>]*/>`, 'g'), '')
      .replace(new RegExp(`<(?:[\\w]+:)?(${names})\\b[^>]*>[\\s\\S]*?</(?:[\\w]+:)?\\1>`, 'g'), '');
    return { ...answer, body };
  };
