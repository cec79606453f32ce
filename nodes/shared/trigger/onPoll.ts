import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ApiError } from '../../../clients/errors';
import { wordsOf } from '../../../engine/errors';
import { toNodeError } from '../errors';
import { isPolling, wakeUp, type Bell, type Reason } from './bell';
import { memoryOf, type Memory } from './memory';
import { tend } from './tend';

type Items = INodeExecutionData[][] | null;

const tendEvery = 15 * 60_000;

/** What a later try may mend: no answer, too many requests, a fault on the vendor's side. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === null || error.status === 429 || error.status >= 500);

/** Which topics look otherwise than at the last glance; all of them at the first. */
async function changed(context: IPollFunctions, bell: Bell, memory: Memory): Promise<readonly string[]> {
  const [before, now] = [memory.glances, await bell.glance(context)];
  memory.glances = now;
  return [...now.keys()].filter((topic) => before?.get(topic) !== now.get(topic));
}

/** By webhook, a poll only sees to it that the subscriptions stand; one that had to be made anew may have missed something. */
async function upkeep(context: IPollFunctions, bell: Bell, memory: Memory): Promise<readonly string[]> {
  if (Date.now() - memory.tendedAt < tendEvery) return [];
  return (await tend(context, bell)) ? bell.topics(context) : [];
}

/** A fault that passes is left to the next poll; any other is shown, four times an hour at most. */
async function patiently(
  context: IPollFunctions,
  memory: Memory,
  work: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    context.logger.warn(`The trigger "${context.getNode().name}": ${wordsOf(error).message}`);
    if (isPassing(error)) return [];
    memory.tendedAt = Date.now();
    throw toNodeError(context.getNode(), error);
  }
}

async function live(context: IPollFunctions, bell: Bell): Promise<Items> {
  const memory = memoryOf(context);
  const isFirst = !memory.isPolled;
  memory.isPolled = true;
  const isPoll = isPolling(context);
  const look = () => (isPoll ? changed(context, bell, memory) : upkeep(context, bell, memory));
  const wake = (topics: readonly string[], reason: Reason): Items =>
    topics.length > 0 ? [[wakeUp(bell, topics, reason)]] : null;
  // n8n makes the first poll while it registers the webhooks, so subscriptions wait for the second
  const topics = isFirst && !isPoll ? [] : await patiently(context, memory, look);
  // while n8n was away nobody heard what rang
  return isFirst ? wake(bell.topics(context), 'poll') : wake(topics, isPoll ? 'poll' : 'lifecycle');
}

/** In a test n8n polls the node to hear what its webhook was told. */
function test(context: IPollFunctions, bell: Bell): Items {
  const memory = memoryOf(context);
  const item = memory.tested ?? wakeUp(bell, bell.topics(context), 'poll');
  memory.tested = null;
  return [[item]];
}

export const onPoll = async (context: IPollFunctions, bell: Bell): Promise<Items> =>
  context.getMode() === 'manual' ? test(context, bell) : await live(context, bell);
