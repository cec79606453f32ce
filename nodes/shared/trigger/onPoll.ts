import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ApiError } from '../../../clients/errors';
import { wordsOf } from '../../../engine/errors';
import { toNodeError } from '../errors';
import { isPolling, wakeUpItem, type Notifier, type Reason } from './notifier';
import { memoryOf, type Memory } from './memory';
import { ensureSubscriptions } from './subscriptions';

type Items = INodeExecutionData[][] | null;

const ENSURE_EVERY_MS = 15 * 60_000;

/** What a later try may mend: no answer, too many requests, a fault on the vendor's side. */
const isTransient = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === null || error.status === 429 || error.status >= 500);

/** Which of these topics look otherwise than at the last glance; all of them at the first. */
async function changedTopics(
  context: IPollFunctions,
  notifier: Notifier,
  memory: Memory,
  of: readonly string[],
): Promise<readonly string[]> {
  if (of.length === 0) return [];
  const [before, now] = [memory.fingerprints, await notifier.changeFingerprint(context, of)];
  memory.fingerprints = now;
  return [...now.keys()].filter((topic) => before?.get(topic) !== now.get(topic));
}

/** By webhook, a poll only sees to it that the subscriptions stand; one that had to be made anew may have missed something. */
async function ensureNowAndThen(context: IPollFunctions, notifier: Notifier, memory: Memory) {
  if (Date.now() - memory.ensuredAt < ENSURE_EVERY_MS) return [];
  return (await ensureSubscriptions(context, notifier)) ? notifier.topics(context) : [];
}

/** A fault that passes is left to the next poll; any other is shown, four times an hour at most. */
async function toleratingTransient(context: IPollFunctions, memory: Memory, work: () => Promise<readonly string[]>) {
  try {
    return await work();
  } catch (error) {
    context.logger.warn(`The trigger "${context.getNode().name}": ${wordsOf(error).message}`);
    if (isTransient(error)) return [];
    memory.ensuredAt = Date.now();
    throw toNodeError(context.getNode(), error);
  }
}

async function livePoll(context: IPollFunctions, notifier: Notifier): Promise<Items> {
  const memory = memoryOf(context);
  const isFirst = !memory.isPolled;
  memory.isPolled = true;
  const isPoll = isPolling(context);
  const wake = (topics: readonly string[], reason: Reason): Items =>
    topics.length > 0 ? [[wakeUpItem(notifier, topics, reason)]] : null;
  const looked = isPoll ? notifier.topics(context) : notifier.untold(context);
  const changed = await toleratingTransient(context, memory, () => changedTopics(context, notifier, memory, looked));
  // while n8n was away nobody took notifications
  if (isFirst) return wake(notifier.topics(context), 'poll');
  // n8n makes the first poll while it registers the webhooks, so subscriptions wait for the second
  const ensure = () => ensureNowAndThen(context, notifier, memory);
  const missed = isPoll ? [] : await toleratingTransient(context, memory, ensure);
  return wake([...new Set([...missed, ...changed])], missed.length > 0 ? 'lifecycle' : 'poll');
}

/** In a test n8n polls the node to hear what its webhook was told. */
function testPoll(context: IPollFunctions, notifier: Notifier): Items {
  const memory = memoryOf(context);
  const item = memory.testItem ?? wakeUpItem(notifier, notifier.topics(context), 'poll');
  memory.testItem = null;
  return [[item]];
}

export const onPoll = async (context: IPollFunctions, notifier: Notifier): Promise<Items> =>
  context.getMode() === 'manual' ? testPoll(context, notifier) : await livePoll(context, notifier);
