import type { INodeExecutionData } from 'n8n-workflow';
import type { TriggerContext } from '../context';
import type { SecretOf } from './notifier';

/** What a trigger node remembers while n8n runs: nothing that has to survive, for after a restart it asks anew. */
export interface Memory {
  /** Whether it has been polled; the first poll after n8n started or the workflow was published wakes the workflow up. */
  isPolled: boolean;
  /** When subscriptions were last looked after, in ms. */
  ensuredAt: number;
  /** Tending goes one at a time: n8n registers webhooks and makes the first poll at the same moment. */
  ensuring: Promise<unknown>;
  /** How everything looked at the last glance, by topic. */
  fingerprints: ReadonlyMap<string, string> | null;
  /** The burst that is being gathered. */
  burst: { topics: Set<string>; isLifecycle: boolean } | null;
  /** Notifications already taken, newest last. */
  readonly seen: Set<string>;
  /** For a while, so that a flood of forged notifications costs no look into the credentials. */
  secrets: { readonly of: SecretOf; readonly until: number } | null;
  /** What the notification of a test in the editor said; n8n polls the node then instead of passing it on. */
  testItem: INodeExecutionData | null;
}

const newMemory = (): Memory => ({
  ...{ isPolled: false, ensuredAt: 0, ensuring: Promise.resolve(), fingerprints: null, burst: null },
  ...{ seen: new Set<string>(), secrets: null, testItem: null },
});

/** It hangs on the process, not on this module, which n8n loads a second time when the package is updated. */
const name = Symbol.for('n8n-nodes-zoho-outlook.triggers');
const memories = ((globalThis as { [name]?: Map<string, Memory> })[name] ??= new Map());

const memoryKey = (context: TriggerContext): string => {
  const purpose = context.getMode() === 'manual' ? 'test' : 'live';
  return `${context.getWorkflow().id}:${context.getNode().id}:${purpose}`;
};

export function memoryOf(context: TriggerContext): Memory {
  const key = memoryKey(context);
  const memory = memories.get(key) ?? newMemory();
  memories.set(key, memory);
  return memory;
}

export const forgetMemory = (context: TriggerContext): void => void memories.delete(memoryKey(context));
