import { setTimeout as pause } from 'node:timers/promises';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { wordsOf } from '../../../engine/errors';
import { isPolling, wakeUp, type Bell, type Ring } from './bell';
import { secretsOf } from './door';
import { memoryOf, type Heard, type Memory } from './memory';
import { tend } from './tend';

const quiet: IWebhookResponseData = { noWebhookResponse: true };

/** As text that no browser takes for a page. */
const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };

const mostSeen = 1000;

/** Notes a notification; false when it came before. */
function isNew({ seen }: Memory, { id }: Ring): boolean {
  if (id === null) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  const oldest = seen.values().next().value;
  if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest);
  return true;
}

/** The first notification of a burst waits for the others and answers for all of them; the others answer null. */
async function gathered(memory: Memory, rings: readonly Ring[], windowMs: number): Promise<Heard | null> {
  const isFirst = memory.burst === null;
  const burst = (memory.burst ??= { topics: new Set(), isLifecycle: false });
  for (const { topic, isLifecycle } of rings) {
    burst.topics.add(topic);
    burst.isLifecycle ||= isLifecycle;
  }
  if (!isFirst) return null;
  await pause(windowMs);
  memory.burst = null;
  return { topics: [...burst.topics], isLifecycle: burst.isLifecycle };
}

function windowOf(context: IWebhookFunctions): number {
  const seconds = Number(context.getNodeParameter('gather', 2));
  return Math.min(Math.max(Number.isFinite(seconds) ? seconds : 2, 1), 60) * 1000;
}

/** A lifecycle event says that a subscription ends or has ended; the run that follows pulls what was missed. */
async function mend(context: IWebhookFunctions, bell: Bell): Promise<void> {
  await tend(context, bell, true).catch((error: unknown) => {
    memoryOf(context).tendedAt = 0;
    context.logger.warn(`Subscriptions could not be renewed, and are tried again: ${wordsOf(error).message}`);
  });
}

async function listen(context: IWebhookFunctions, bell: Bell): Promise<INodeExecutionData | null> {
  const rings = bell.hear(context, context.getBodyData(), await secretsOf(context, bell.side));
  const memory = memoryOf(context);
  const news = rings.filter((ring) => isNew(memory, ring));
  const heard = news.length > 0 ? await gathered(memory, news, windowOf(context)) : null;
  if (!heard) return null;
  if (heard.isLifecycle && context.getMode() !== 'manual') await mend(context, bell);
  return wakeUp(bell, heard.topics, heard.isLifecycle ? 'lifecycle' : 'notification');
}

/**
 * Takes a call from outside. Everybody gets the same answer at once, before anything is checked: so nobody is kept waiting, and
 * nobody learns whether a secret was right. Only what proves to be the vendor's starts a run.
 */
export async function onWebhook(context: IWebhookFunctions, bell: Bell): Promise<IWebhookResponseData> {
  const response = context.getResponseObject();
  const echo = bell.handshake(context.getQueryData());
  if (echo !== null) {
    response.status(200).set(plain).send(echo);
    return quiet;
  }
  response.status(202).end();
  if (isPolling(context)) return quiet;
  // thrown on, an error would become a failed execution a call: whoever knows the address could make as many as he likes
  const item = await listen(context, bell).catch((error: unknown) => {
    context.logger.warn(`A notification could not be read: ${wordsOf(error).message}`);
    return null;
  });
  if (!item) return quiet;
  if (context.getMode() === 'manual') memoryOf(context).tested = item;
  return { ...quiet, workflowData: [[item]] };
}
