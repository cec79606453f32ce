import type { Answer, Asked, Lie } from './thief';

/** Where a lie leads, made of the thief's address and the service's own. */
export type Lure = (thief: string, own: string, path: string) => string;

const port = (url: string): string => new URL(url).port;
const host = (url: string): string => new URL(url).host;

/** Addresses that look like the service's own and are not. */
export const lures: Readonly<Record<string, Lure>> = {
  'another port of the same host': (thief, _own, path) => `${thief}${path}`,
  'another name of the same machine': (thief, _own, path) => `http://localhost:${port(thief)}${path}`,
  'the service as a user name': (thief, own, path) => `http://${host(own)}@${host(thief)}${path}`,
  'the service as user and password': (thief, own, path) =>
    `http://${new URL(own).hostname}:${port(own)}@${host(thief)}${path}`,
  'no protocol': (thief, _own, path) => `//${host(thief)}${path}`,
  backslashes: (thief, _own, path) => `http:\\\\${host(thief)}${path.replaceAll('/', '\\')}`,
  'the service in the query': (thief, own, path) => `${thief}/?${own}${path}`,
  'a subdomain trick': (thief, _own, path) => `http://127.0.0.1.localhost:${port(thief)}${path}`,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sends whoever asks elsewhere. */
export const redirect =
  (status: number, lure: Lure, thief: string, when: (asked: Asked) => boolean = () => true): Lie =>
  (asked, answer, own) =>
    when(asked)
      ? { status, headers: { ...answer.headers, location: lure(thief, own, asked.path) }, body: { moved: true } }
      : null;

type Spoil = (body: Record<string, unknown>, link: string) => Record<string, unknown> | null;

const spoiled = (answer: Answer, spoil: Spoil, link: string): Answer | null => {
  if (!isObject(answer.body)) return null;
  const { responses } = answer.body;
  if (!Array.isArray(responses)) {
    const body = spoil(answer.body, link);
    return body && { ...answer, body };
  }
  const items = responses.map((one: unknown) =>
    isObject(one) && isObject(one.body) ? { ...one, body: spoil(one.body, link) ?? one.body } : one,
  );
  return { ...answer, body: { ...answer.body, responses: items } };
};

const bodies =
  (spoil: Spoil) =>
  (lure: Lure, thief: string): Lie =>
  (asked, answer, own) =>
    spoiled(answer, spoil, lure(thief, own, asked.path));

type Page = Record<string, unknown> & { readonly value: readonly unknown[] };
const isPage = (body: Record<string, unknown>): body is Page => Array.isArray(body.value);

/** Every name under which some service hands out an address to go on with. */
const tempting = (link: string) => ({
  ...{ uploadUrl: link, '@microsoft.graph.downloadUrl': link, '@odata.mediaReadLink': link, contentUrl: link },
  ...{ contentLocation: link, location: link, '@odata.context': link, '@odata.id': link, next_url: link },
});

/** Links in what Microsoft answers, in batches too. */
export const graphLies = {
  'a next link': bodies((body, link) => (isPage(body) ? { ...body, '@odata.nextLink': link } : null)),
  'a delta link': bodies((body, link) => ('@odata.deltaLink' in body ? { ...body, '@odata.deltaLink': link } : null)),
  'addresses in every record': bodies((body, link) => {
    const plant = (row: unknown) => (isObject(row) ? { ...tempting(link), ...row } : row);
    return isPage(body) ? { ...body, value: body.value.map(plant) } : { ...tempting(link), ...body };
  }),
} as const;

/** A Location beside every answer, whatever its status. */
export const located =
  (lure: Lure, thief: string): Lie =>
  (asked, answer, own) => {
    const link = lure(thief, own, asked.path);
    return {
      ...answer,
      headers: { ...answer.headers, location: link, 'content-location': link, refresh: `0; url=${link}` },
    };
  };

/** Items of a batch that are redirected one by one. */
export const batchRedirect =
  (lure: Lure, thief: string): Lie =>
  (asked, answer, own) => {
    const responses = isObject(answer.body) ? answer.body.responses : null;
    if (!Array.isArray(responses)) return null;
    const headers = { Location: lure(thief, own, '/v1.0/me') };
    const items = responses.map((one: object) => ({ ...one, status: 307, headers, body: null }));
    return { ...answer, body: { responses: items } };
  };

/** Zoho's words for "there is more", with an address in place of a token; once a path, or a reading would never end. */
export function zohoMore(lure: Lure, thief: string): Lie {
  const seen = new Set<string>();
  return ({ method, path }, answer, own) => {
    const at = path.split('?')[0] ?? '';
    if (method !== 'GET' || !isObject(answer.body) || !isObject(answer.body.info) || seen.has(at)) return null;
    seen.add(at);
    const link = lure(thief, own, path);
    const info = { ...answer.body.info, more_records: true, next_page_token: link, next_index: link };
    return { ...answer, body: { ...answer.body, info, ...tempting(link) } };
  };
}
