import { setTimeout as pause } from 'node:timers/promises';
import type { Archive, CycleRef, NotStarted, Person, Started } from '../archive';
import { claimPlaces, personBy, queueForStart, leaveQueue, writeNotices, startCycle } from '../archive';
import { reason, sentence } from '../reasons';
import { UsageError } from './errors';
import type { KindName } from '../sync/model';

export interface StartRequest {
  readonly archive: Archive;
  readonly sync: string;
  readonly kind: KindName;
  /** Who takes the lease, in words for whoever comes too late. */
  readonly holder: string;
  /** The workflow, by its id, where a person runs it by hand. */
  readonly byHand?: string | null;
  /** The workflow, by its id: an answered question starts it. */
  readonly workflow?: string | null;
  /** Whose sync it is, by their address; null: of whoever signed in. */
  readonly person?: string | null;
  /** A person wants it, though a service has asked to wait. */
  readonly evenAsked?: boolean;
}

/** A cycle that has begun, and for whom it waited. */
export type Begun = Started & { readonly waitedFor?: string };

/** Looks so often whether the other run has ended, in ms, and gives up after so long; then the schedule is next. */
const lookEvery = 300;
const patience = 30 * 60_000;
/** A person sits before the editor, which shows nothing while a node works: so they soon hear for whom they wait. */
const patienceByHand = 20_000;

const tryToStart = ({ archive, ...request }: StartRequest): Promise<Started> =>
  startCycle(archive, { ...request, now: Date.now() });

/** Takes the lease as soon as it is free; at once answers late where somebody waits already, or when the run is stopped. */
async function startPatiently(request: StartRequest, signal: AbortSignal | undefined): Promise<Begun> {
  const { archive, sync, holder } = request;
  let started = await tryToStart(request);
  if (!('holder' in started)) return started;
  const waitedFor = started.holder;
  const end = Date.now() + (request.byHand ? patienceByHand : patience);
  const mayStillStart = (): boolean => 'holder' in started && !signal?.aborted && Date.now() < end;
  try {
    while (mayStillStart() && (await queueForStart(archive, sync, holder, Date.now()))) {
      await pause(lookEvery);
      started = await tryToStart(request);
    }
    return { ...started, waitedFor };
  } finally {
    await leaveQueue(archive, sync, holder);
  }
}

const startOnce = (request: StartRequest, { waits, signal }: StartOptions): Promise<Begun> =>
  waits ? startPatiently(request, signal) : tryToStart(request);

/** No service is waited for longer by an execution; then the schedule is next. */
const longestWait = 15 * 60_000;
/** A timer may be over a moment before the clock says so. */
const timersEarly = 50;

/** A run that follows another at once waits as long as a service asked that one to, and holds nothing meanwhile. */
async function startWhenAsked(request: StartRequest, options: StartOptions): Promise<Begun> {
  const { follows = false, signal } = options;
  const started = await startOnce(request, options);
  if (!follows || !('askedUntil' in started)) return started;
  const ms = started.askedUntil - Date.now();
  if (ms > longestWait) return started;
  await pause(Math.max(0, ms) + timersEarly, undefined, { signal }).catch(() => undefined);
  return signal?.aborted ? started : startOnce(request, options);
}

/** The last fence that somebody outside of the archive remembers for each sync: tells when the archive itself was rolled back. */
export type FenceMemory = Record<string, unknown>;

async function reportOldArchive(archive: Archive, cycle: CycleRef, memory: FenceMemory): Promise<void> {
  const known = Number(memory[cycle.sync] ?? 0);
  memory[cycle.sync] = cycle.fence;
  if (known < cycle.fence) return;
  const why = reason(cycle.fence === 1 ? 'newArchive' : 'olderArchive');
  const left = { side: null, ref: null, label: cycle.sync, reason: why };
  await writeNotices(archive, cycle, [left], Date.now());
}

/** `waits`: whether to wait for a run at work; `follows`: this one follows the last one at once; `signal` ends the waiting. */
export interface StartOptions {
  readonly waits: boolean;
  readonly follows?: boolean;
  readonly signal?: AbortSignal;
  readonly memory: FenceMemory;
}

/** Takes the lease: exactly one run at a time works on a sync, and one that comes too late waits or ends quietly. */
export async function start(request: StartRequest, options: StartOptions): Promise<Begun> {
  const started = await startWhenAsked(request, options);
  if (!started.started) return started;
  await claimPlaces(request.archive, started.cycle, Date.now());
  await reportOldArchive(request.archive, started.cycle, options.memory);
  return started;
}

/** Whose mailbox and whose CRM records a cycle is about, as People: Get Many found them last. Throws UsageError where they take no part. */
export async function requirePerson(archive: Archive, address: string): Promise<Person> {
  const found = await personBy(archive, address);
  if (!found)
    throw new UsageError(
      `Nobody with the address ${address} is known in this archive, so nothing was started.`,
      'Run Sync Control, Person: Get Many, before Start Cycle: it finds who takes part. Both nodes need the same credential Sync Archive, or none.',
    );
  const { reason: why, ...person } = found;
  if (why) throw new UsageError(`${found.name || address} takes no part. ${sentence(why)}`, 'See docs/company.md.');
  return person;
}

/** Why nothing comes out, and until when at most. */
export function lateHint(sync: string, late: NotStarted): string {
  if ('pausedAt' in late)
    return (
      `The sync "${sync}" is paused since ${new Date(late.pausedAt).toISOString()}, so this run ends here. ` +
      'Nothing is lost: Sync Control, "Sync: Resume", lets the next run catch up.'
    );
  if ('askedUntil' in late)
    return (
      `A service asked the sync "${sync}" to wait until ${new Date(late.askedUntil).toISOString()}, so this run ends here. ` +
      'Nothing is lost: the next run after that goes on.'
    );
  const { holder, until } = late;
  return `Another cycle of the sync "${sync}" is at work (${holder}), so this run ends here. Run it again once that one has ended; if it died, the next run after ${new Date(until).toISOString()} takes over.`;
}

/** For whom a run had to wait before it began. */
export const waitedHint = (sync: string, holder: string): string =>
  `This run waited until another one of the sync "${sync}" had ended (${holder}).`;
