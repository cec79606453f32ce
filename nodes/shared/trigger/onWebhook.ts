import { setTimeout as pause } from 'node:timers/promises';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { wordsOf } from '../../../engine/errors';
import { isPolling, wakeUpItem, type Notifier, type Notification } from './notifier';
import { cachedSecrets } from './endpoint';
import { memoryOf, type Memory } from './memory';
import { ensureSubscriptions } from './subscriptions';

const noResponse: IWebhookResponseData = { noWebhookResponse: true };

/** As text that no browser takes for a page. */
const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };

const MOST_SEEN = 1000;

/** Notes a notification; false when it came before. */
function isNew({ seen }: Memory, { id }: Notification): boolean {
  if (id === null) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  const oldest = seen.values().next().value;
  if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
  return true;
}

/** The first notification of a burst waits for the others and answers for all of them; the others answer null. */
async function collectBurst(memory: Memory, notifications: readonly Notification[], windowMs: number) {
  const isFirst = memory.burst === null;
  const burst = (memory.burst ??= { topics: new Set(), isLifecycle: false });
  for (const { topic, isLifecycle } of notifications) {
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
async function renewSubscriptions(context: IWebhookFunctions, notifier: Notifier): Promise<void> {
  await ensureSubscriptions(context, notifier, true).catch((error: unknown) => {
    memoryOf(context).ensuredAt = 0;
    context.logger.warn(`Subscriptions could not be renewed, and are tried again: ${wordsOf(error).message}`);
  });
}

async function receive(context: IWebhookFunctions, notifier: Notifier): Promise<INodeExecutionData | null> {
  const notifications = notifier.readNotifications(
    context,
    context.getBodyData(),
    await cachedSecrets(context, notifier.side),
  );
  const memory = memoryOf(context);
  const news = notifications.filter((notification) => isNew(memory, notification));
  const burst = news.length > 0 ? await collectBurst(memory, news, windowOf(context)) : null;
  if (!burst) return null;
  if (burst.isLifecycle && context.getMode() !== 'manual') await renewSubscriptions(context, notifier);
  return wakeUpItem(notifier, burst.topics, burst.isLifecycle ? 'lifecycle' : 'notification');
}

/**
 * Takes a call from outside. Everybody gets the same answer at once, before anything is checked: so nobody is kept waiting, and
 * nobody learns whether a secret was right. Only what proves to be the vendor's starts a run.
 */
export async function onWebhook(context: IWebhookFunctions, notifier: Notifier): Promise<IWebhookResponseData> {
  const response = context.getResponseObject();
  const echo = notifier.handshake(context.getQueryData());
  if (echo !== null) {
    response.status(200).set(plainText).send(echo);
    return noResponse;
  }
  response.status(202).end();
  if (isPolling(context)) return noResponse;
  // thrown on, an error would become a failed execution a call: whoever knows the address could make as many as he likes
  const item = await receive(context, notifier).catch((error: unknown) => {
    context.logger.warn(`A notification could not be read: ${wordsOf(error).message}`);
    return null;
  });
  if (!item) return noResponse;
  if (context.getMode() === 'manual') memoryOf(context).testItem = item;
  return { ...noResponse, workflowData: [[item]] };
}
