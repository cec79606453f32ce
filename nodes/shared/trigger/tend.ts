import { ApiError } from '../../../clients/errors';
import type { TriggerContext } from '../context';
import { UsageError, wordsOf } from '../../../engine/errors';
import type { Bell } from './bell';
import { doorOf } from './door';
import { memoryOf, type Memory } from './memory';

/** One at a time, whatever became of the one before. */
function inTurn<T>(memory: Memory, work: () => Promise<T>): Promise<T> {
  const turn = memory.tending.then(work, work);
  memory.tending = turn.catch(() => undefined);
  return turn;
}

/** Vendors refuse an address they cannot reach with a 400 that says so in many ways; the cause is nearly always the same. */
function inWords(thrown: unknown, url: string): unknown {
  // Exchange's word for a refused time: the address was fine
  if (!(thrown instanceof ApiError) || thrown.status !== 400 || thrown.code === 'ExtensionError') return thrown;
  return new UsageError(
    `Notifications could not be sent to ${new URL(url).origin}: n8n needs a public address that begins with https (WEBHOOK_URL in its settings). Without one, choose Polling in this node.`,
    thrown.message,
  );
}

/** Makes this node's subscriptions stand. @returns whether one had to be made */
export async function tend(context: TriggerContext, bell: Bell, eager = false): Promise<boolean> {
  const memory = memoryOf(context);
  return await inTurn(memory, async () => {
    const door = await doorOf(context, bell.side);
    try {
      const isMade = await bell.tend(context, door, eager);
      memory.tendedAt = Date.now();
      return isMade;
    } catch (error) {
      throw inWords(error, door.url);
    }
  });
}

/** Removes this node's subscriptions. A workflow must be able to stop even when the vendor cannot be reached: they lapse by themselves. */
export async function untend(context: TriggerContext, bell: Bell): Promise<void> {
  await inTurn(memoryOf(context), async () => {
    try {
      await bell.remove(context, await doorOf(context, bell.side));
    } catch (error) {
      context.logger.warn(`Subscriptions were left to lapse by themselves: ${wordsOf(error).message}`);
    }
  });
}
