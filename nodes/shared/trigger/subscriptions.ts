import type { IHookFunctions } from 'n8n-workflow';
import { ApiError } from '../../../clients/errors';
import { UsageError, wordsOf } from '../../../engine/errors';
import type { TriggerContext } from '../context';
import { asNodeError } from '../errors';
import { endpointOf } from './endpoint';
import { memoryOf, type Memory, forgetMemory } from './memory';
import { isPolling, type Notifier } from './notifier';

/** One at a time, whatever became of the one before. */
function oneAtATime<T>(memory: Memory, work: () => Promise<T>): Promise<T> {
  const turn = memory.ensuring.then(work, work);
  memory.ensuring = turn.catch(() => undefined);
  return turn;
}

/** Vendors refuse an address they cannot reach with a 400 that says so in many ways; the cause is nearly always the same. */
function explainUnreachable(thrown: unknown, url: string): unknown {
  // Exchange's word for a refused time: the address was fine
  if (!(thrown instanceof ApiError) || thrown.status !== 400 || thrown.code === 'ExtensionError') return thrown;
  return new UsageError(
    `Notifications could not be sent to ${new URL(url).origin}: n8n needs a public address that begins with https (WEBHOOK_URL in its settings). Without one, choose Polling in this node.`,
    thrown.message,
  );
}

/** Makes this node's subscriptions stand. @returns whether one had to be made */
export async function ensureSubscriptions(
  context: TriggerContext,
  notifier: Notifier,
  eager = false,
): Promise<boolean> {
  const memory = memoryOf(context);
  return await oneAtATime(memory, async () => {
    const endpoint = await endpointOf(context, notifier.side);
    try {
      const isMade = await notifier.ensureSubscriptions(context, endpoint, eager);
      memory.ensuredAt = Date.now();
      return isMade;
    } catch (error) {
      throw explainUnreachable(error, endpoint.url);
    }
  });
}

/** Removes this node's subscriptions. A workflow must be able to stop even when the vendor cannot be reached: they lapse by themselves. */
async function dropSubscriptions(context: TriggerContext, notifier: Notifier): Promise<void> {
  await oneAtATime(memoryOf(context), async () => {
    try {
      await notifier.removeSubscriptions(context, await endpointOf(context, notifier.side));
    } catch (error) {
      context.logger.warn(`Subscriptions were left to lapse by themselves: ${wordsOf(error).message}`);
    }
  });
}

/** What n8n does when the workflow is published and unpublished, and when the node listens for a test. */
export const hooks = (notifier: Notifier) => ({
  /** `create` looks at what stands by itself. */
  async checkExists(this: IHookFunctions): Promise<boolean> {
    return isPolling(this);
  },
  async create(this: IHookFunctions): Promise<boolean> {
    await asNodeError(this, () => ensureSubscriptions(this, notifier));
    return true;
  },
  async delete(this: IHookFunctions): Promise<boolean> {
    if (!isPolling(this)) await dropSubscriptions(this, notifier);
    forgetMemory(this);
    return true;
  },
});
