import { randomBytes } from 'node:crypto';
import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Reason } from '../../reasons';
import { syncNames } from '../../archive';
import { runOfSync } from '../../engine/people';
import type { KindName } from '../../sync/model';
import { openSyncArchive } from '../shared/archive';
import { asString } from '../../sync/model';
import { namesIn } from '../shared/parameters';
import {
  authenticate,
  type Auth,
  type Caller,
  csrfToken,
  isValidCsrfToken,
  isSameOrigin,
  authOf,
  triesToSignIn,
} from './auth';
import { slowly } from './throttle';
import { languageOf, pageWords } from './page/words';
import { fileOf, type CsvFile } from './files';
import { submitOrder } from './orders';
import { renderView } from './renderView';
import { withoutAnswers, submitAnswers, type Shown, type SubmitResult, type Form } from './submitAnswers';

/** A word that lets this one answer's own style and script through, and nothing else. */
const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * The page shows customers' data on the address of the n8n editor, so nothing may be loaded, framed, sniffed or kept.
 * `same-origin` keeps the Origin of our own forms, which `no-referrer` would blank.
 */
export const securityHeaders = (nonce: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
});

const handled: IWebhookResponseData = { noWebhookResponse: true };

/** Which page a form belongs to: that of this node in this workflow. */
const pageName = (context: IWebhookFunctions): string => `${context.getWorkflow().id}|${context.getNode().id}`;

/** Too many at once of one caller: in a minute they have come to an end. */
function rejectFlood(context: IWebhookFunctions): IWebhookResponseData {
  const words = pageWords(languageOf(undefined, context.getRequestObject().headers['accept-language']));
  context
    .getResponseObject()
    .status(429)
    .set({ ...securityHeaders(newNonce()), 'Retry-After': '60' })
    .type('text/plain; charset=utf-8')
    .send(words.tooManySignIns);
  return handled;
}

function rejectCaller(context: IWebhookFunctions, lock: Auth | null): IWebhookResponseData {
  const res = context.getResponseObject();
  const words = pageWords(languageOf(undefined, context.getRequestObject().headers['accept-language']));
  if (lock?.by === 'basic') res.set('WWW-Authenticate', 'Basic realm="Conflict Review", charset="UTF-8"');
  res
    .status(lock ? 401 : 500)
    .set(securityHeaders(newNonce()))
    .type('text/plain; charset=utf-8')
    .send(lock ? words.signIn : words.noCredential);
  return handled;
}

type Visitor = NonNullable<Caller>;

/** The one person whose syncs the caller may see; undefined: everybody's. Where the proxy names nobody, that is nobody. */
function onlyPerson(context: IWebhookFunctions, { address }: Visitor): string | undefined {
  const isByHeader = context.getNodeParameter('authentication') === 'header';
  if (!isByHeader || context.getNodeParameter('shows', 'all') !== 'own') return undefined;
  const administrators = asString(context.getNodeParameter('administrators', ''))
    .toLowerCase()
    .split(/[\s,;]+/);
  return address !== '' && administrators.includes(address) ? undefined : address;
}

/** The syncs that the node was told to show, and the caller may see; all of its archive where none was named. */
async function shownBy(context: IWebhookFunctions, visitor: Visitor): Promise<Shown> {
  const archive = await openSyncArchive(context);
  const only = namesIn(context.getNodeParameter('syncs', []));
  const person = onlyPerson(context, visitor);
  const isNamed = (sync: string): boolean => only.length === 0 || only.includes(sync);
  if (person === undefined) {
    const syncs = await syncNames(archive);
    return { archive, syncs: syncs.filter(({ name }) => isNamed(name)), mayShow: isNamed };
  }
  const theirs = (await syncNames(archive)).filter((one) => one.person && one.person === person);
  // What was only checked so far is nobody's yet.
  return { archive, person, syncs: theirs.filter(({ name }) => isNamed(name)), mayShow: () => false };
}

type Query = Readonly<Record<string, unknown>>;
const queryOf = (context: IWebhookFunctions): Query => context.getQueryData() as Query;

/** A file to be kept, and never to be shown as a page. */
function sendFile(context: IWebhookFunctions, { name, text }: CsvFile): void {
  context
    .getResponseObject()
    .status(200)
    .set({ ...securityHeaders(newNonce()), 'Content-Disposition': `attachment; filename="${name}.csv"` })
    .type('text/csv; charset=utf-8')
    .send(text);
}

/** Who came in, and by what they did. */
interface SignedIn {
  readonly lock: Auth;
  readonly visitor: Visitor;
}

async function sendPage(
  context: IWebhookFunctions,
  { lock, visitor }: SignedIn,
  query: Query,
  why?: Reason,
): Promise<void> {
  const { headers } = context.getRequestObject();
  const nonce = newNonce();
  const now = Date.now();
  const reader = {
    language: languageOf(query.lang, headers['accept-language']),
    zone: context.getTimezone(),
    nonce,
    token: csrfToken(lock, pageName(context), now),
    now,
    editor: context.getInstanceBaseUrl(),
  };
  const shown = await shownBy(context, visitor);
  const file = query.format === 'csv' ? await fileOf(shown, query, reader) : null;
  if (file !== null) return sendFile(context, file);
  const page = await renderView(shown, query, reader, why);
  context.getResponseObject().status(200).set(securityHeaders(nonce)).type('text/html; charset=utf-8').send(page);
}

/** One item for every sync that has something to carry out now, or was asked to run; `workflowId`: the workflow that runs it, where that is known. */
function itemsPerSync({ syncs }: Shown, { answered, order }: SubmitResult, by: string): readonly IDataObject[] {
  if (order?.item) return [order.item];
  return syncs.flatMap(({ name: sync, kind, workflow, person }) => {
    const count = answered.filter((one) => one.sync === sync).length;
    return count > 0 ? [{ sync, kind, person: person ?? null, answered: count, by, workflowId: workflow ?? null }] : [];
  });
}

/** Back to the page, which says what came of it; a reload then sends nothing twice. */
function redirectBack(
  context: IWebhookFunctions,
  { outcome, answered, about, missed, order }: SubmitResult,
  then: string,
): void {
  const { lang, view, sync, topic, text, page } = queryOf(context);
  const where = Object.entries({ lang, view, sync, topic, text, page }).filter(([, value]) => value);
  const said = {
    ...(outcome && { said: outcome, count: String(answered.length) }),
    ...(about && { about }),
    ...(then && { then }),
    ...(missed && { missed: String(missed) }),
    ...order?.query,
  };
  const query = new URLSearchParams({ ...Object.fromEntries(where), ...said } as Record<string, string>);
  context
    .getResponseObject()
    .status(303)
    .set({ ...securityHeaders(newNonce()), Location: `?${query.toString()}` })
    .end();
}

/** Takes down what a form says, and carries out what it orders. */
const submitted = async (shown: Shown, form: Form, by: string): Promise<SubmitResult> =>
  (await submitOrder(shown, form, by)) ?? submitAnswers(shown, form, by);

async function handleSubmit(context: IWebhookFunctions, signedIn: SignedIn): Promise<IWebhookResponseData> {
  const { lock, visitor } = signedIn;
  const by = visitor.name;
  const form = (context.getBodyData() ?? {}) as Form;
  const isOurs =
    isSameOrigin(context.getRequestObject().headers) &&
    isValidCsrfToken(form.token, lock, pageName(context), Date.now());
  const shown = await shownBy(context, visitor);
  const taken: SubmitResult = isOurs ? await submitted(shown, form, by) : withoutAnswers('forged');
  if (taken.why === null) redirectBack(context, taken, taken.answered.length > 0 ? asString(form.then) : '');
  else await sendPage(context, signedIn, { ...queryOf(context), said: taken.outcome, about: taken.about }, taken.why);
  const items: INodeExecutionData[] = [];
  for (const json of itemsPerSync(shown, taken, by)) {
    const { sync: name, kind } = json as { readonly sync: string; readonly kind: KindName };
    items.push({ json: { ...json, ...(await runOfSync(shown.archive, { name, kind })) } });
  }
  return items.length > 0 ? { ...handled, workflowData: [items] } : handled;
}

/** Who is calling; after wrong passwords it takes a while to say. */
async function signIn(context: IWebhookFunctions, lock: Auth): Promise<Caller | 'tooMany'> {
  const { headers, ip } = context.getRequestObject();
  const check = (): Caller => authenticate(lock, headers);
  return triesToSignIn(lock, headers) ? await slowly(`${pageName(context)}|${ip}`, check) : check();
}

/** Shows the page (GET, which never decides anything) and takes answers (POST), from whoever may come in. */
export async function handleRequest(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const lock = await authOf(context).catch(() => null);
  const visitor = lock ? await signIn(context, lock) : null;
  if (visitor === 'tooMany') return rejectFlood(context);
  if (!lock || !visitor) return rejectCaller(context, lock);
  if (context.getRequestObject().method === 'POST') return await handleSubmit(context, { lock, visitor });
  await sendPage(context, { lock, visitor }, queryOf(context));
  return handled;
}
