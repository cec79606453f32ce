import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { openSyncArchive } from '../shared/archive';
import { visitorOf, type Lock, type Visitor } from './door/access';
import { formToken, isOwnForm, isSameOrigin } from './door/formToken';
import { headersFor, newNonce } from './door/headers';
import { lockOf } from './lock';
import { languageOf } from './page/words';
import { show } from './show';
import { nothing, take, type Taken } from './take';
import type { Form } from './answers';

const handled: IWebhookResponseData = { noWebhookResponse: true };

/** Which page a form belongs to: that of this node in this workflow. */
const pageName = (context: IWebhookFunctions): string => `${context.getWorkflow().id}|${context.getNode().id}`;

function refuse(context: IWebhookFunctions, lock: Lock | null): IWebhookResponseData {
  const res = context.getResponseObject();
  if (lock?.by === 'basic') res.set('WWW-Authenticate', 'Basic realm="Conflict Review", charset="UTF-8"');
  res
    .status(lock ? 401 : 500)
    .set(headersFor(newNonce()))
    .type('text/plain')
    .send(
      lock ? 'Sign in to see this page.' : 'This page has no credential yet. Choose one in the node Conflict Review.',
    );
  return handled;
}

type Query = Readonly<Record<string, unknown>>;
const queryOf = (context: IWebhookFunctions): Query => context.getQueryData() as Query;

async function showPage(context: IWebhookFunctions, lock: Lock, query: Query, why?: string): Promise<void> {
  const { headers } = context.getRequestObject();
  const nonce = newNonce();
  const now = Date.now();
  const reader = {
    language: languageOf(query.lang, headers['accept-language']),
    zone: context.getTimezone(),
    nonce,
    token: formToken(lock, pageName(context), now),
    now,
  };
  const page = await show(await openSyncArchive(context), query, reader, why);
  context.getResponseObject().status(200).set(headersFor(nonce)).type('text/html; charset=utf-8').send(page);
}

/** One item for every sync that has something to carry out now. */
function wakeUps({ answered }: Taken, by: string): INodeExecutionData[] {
  const syncs = new Map(answered.map(({ sync, kind }) => [sync, kind]));
  return [...syncs].map(([sync, kind]) => ({
    json: { sync, kind, answered: answered.filter((one) => one.sync === sync).length, by },
  }));
}

/** Back to the page, which says what came of it; a reload then sends nothing twice. */
function goBack(context: IWebhookFunctions, { outcome, answered, about }: Taken): void {
  const { lang, view, sync, topic, text, page } = queryOf(context);
  const where = Object.entries({ lang, view, sync, topic, text, page }).filter(([, value]) => value);
  const said = { said: outcome, count: String(answered.length), ...(about && { about }) };
  const query = new URLSearchParams([...where, ...Object.entries(said)] as [string, string][]);
  context
    .getResponseObject()
    .status(303)
    .set({ ...headersFor(newNonce()), Location: `?${query.toString()}` })
    .end();
}

async function takeAnswers(context: IWebhookFunctions, lock: Lock, by: string): Promise<IWebhookResponseData> {
  const form = (context.getBodyData() ?? {}) as Form;
  const isOurs =
    isSameOrigin(context.getRequestObject().headers) && isOwnForm(form.token, lock, pageName(context), Date.now());
  const taken: Taken = isOurs ? await take(await openSyncArchive(context), form, by) : nothing('forged');
  if (taken.why === null) goBack(context, taken);
  else await showPage(context, lock, { ...queryOf(context), said: taken.outcome, about: taken.about }, taken.why);
  const items = wakeUps(taken, by);
  return items.length > 0 ? { ...handled, workflowData: [items] } : handled;
}

/** Shows the page (GET, which never decides anything) and takes answers (POST), from whoever may come in. */
export async function serve(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const lock = await lockOf(context).catch(() => null);
  const visitor: Visitor = lock ? visitorOf(lock, context.getRequestObject().headers) : null;
  if (!lock || !visitor) return refuse(context, lock);
  if (context.getRequestObject().method === 'POST') return await takeAnswers(context, lock, visitor.name);
  await showPage(context, lock, queryOf(context));
  return handled;
}
