import type { N8nClient, Workflow } from './rest';
import { failureOf, itemsOf, runManually, waitForExecution } from './rest';
import { manualTriggerOf } from './templates';

export interface BySide {
  readonly outlook: number;
  readonly zoho: number;
}

/** What Sync Control, Finish Cycle says of one cycle. */
export interface Report {
  readonly sync: string;
  readonly cycle: string;
  readonly read: BySide;
  readonly created: BySide;
  readonly updated: BySide;
  readonly deleted: BySide;
  readonly merged: number;
  readonly linked: number;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly ambiguous: number;
  readonly parked: number;
  readonly pending: number;
  /** mails, once for each CRM record */
  readonly attached: number;
  /** mails that go nowhere */
  readonly skipped: number;
  readonly written: number;
  readonly seconds: number;
}

/** A question that waits for a person, with the records it is about. */
export interface Review {
  readonly topic: 'conflict' | 'ambiguous' | 'refusal';
  readonly reason: string;
  readonly refs: readonly { readonly side: 'outlook' | 'zoho'; readonly ref: string }[];
}

export interface ParkedRecord {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly message: string;
}

export interface LeftRecord {
  readonly side: 'outlook' | 'zoho' | null;
  readonly ref: string | null;
  readonly label: string;
  readonly reason: string;
}

export interface Finish {
  readonly report: Report;
  readonly reviews: readonly Review[];
  readonly parkedRecords: readonly ParkedRecord[];
  /** what this cycle left as it is, because the other side cannot say it */
  readonly left: readonly LeftRecord[];
  /** only of a sync of mails */
  readonly attachedTo?: readonly LeftRecord[];
  readonly skippedMails?: readonly LeftRecord[];
}

const mostCycles = 20;

/** Runs a template once by its manual trigger, and reads what its Finish node said. */
export async function runCycle(client: N8nClient, workflow: Workflow): Promise<Finish> {
  const id = await runManually(client, workflow.id, manualTriggerOf(workflow));
  const execution = await waitForExecution(client, id, 600_000);
  const failure = failureOf(execution);
  if (failure) throw new Error(`The workflow "${workflow.name}" failed at ${failure}`);
  const [finish] = itemsOf(execution, 'Finish') as unknown as Finish[];
  if (!finish) throw new Error(`The workflow "${workflow.name}" ended without its Finish node.`);
  return finish;
}

/** Whether a cycle found nothing to do and left nothing to do. */
export const isQuiet = ({ report }: Finish): boolean => report.written === 0 && report.pending === 0;

/**
 * Runs a template by its manual trigger until a cycle wrote nothing and left nothing pending.
 * @param progress is told of each cycle as it ends
 * @returns what each cycle said; the last one is not in step if 20 were not enough
 */
export async function runUntilInStep(
  client: N8nClient,
  workflow: Workflow,
  progress: (number: number, finish: Finish) => void,
): Promise<readonly Finish[]> {
  const finishes: Finish[] = [];
  while (finishes.length < mostCycles) {
    const finish = await runCycle(client, workflow);
    finishes.push(finish);
    progress(finishes.length, finish);
    if (isQuiet(finish)) break;
  }
  return finishes;
}
