import { chunk, partition } from 'lodash';
import { ApiError, isUncertain } from '../../clients/errors';
import { type ZohoResult, type ZohoClient, insertCalls, isStale, mostIds } from '../../clients/zoho';
import { reason } from '../../reasons';
import type { Refs, Write } from '../../sync/model';
import type { Leaving, WriteResult, WriteResults, WriteJobs } from '../types';
import { madeMeanwhile, type TakeTurn } from './beside';
import { deletedIdsSince, BEGINNING, OVERLAP_MS } from './cursor';
import { fieldByField, otherThanAsked, resultOf, unsentResult, withoutRefused } from './job';
import type { Composer, Lookups, PreparedJob } from './job';
import { asFirstOccurrence } from './firstOccurrence';
import type { Module, Owned, ZohoProfile } from './module';
import { isoOf, MAX_IN_LIST, inList, minusMs, toZohoTime } from './values';

/** Sends a group of at most 100 records; one item of the answer for each, in their order. */
export type SendGroup = (group: readonly PreparedJob[]) => Promise<readonly ZohoResult[]>;

/** The call was refused as one: its records have to be told apart by sending them in smaller parts. */
const isGroupFailure = (error: unknown): error is ApiError =>
  error instanceof ApiError && !error.uncertain && (error.radius === 'record' || error.status === 412);

function singleFailure({ job: { write } }: PreparedJob, error: ApiError): WriteResult {
  if (error.status === 412) return { outcome: 'stale', write };
  return { outcome: 'refused', write, reason: error.reason };
}

/** Said to be changed meanwhile, yet nothing shows it: perhaps only a neighbour was, in a call judged as a whole. */
const isUnchanged = ({ job }: PreparedJob, item: ZohoResult): boolean =>
  item.modifiedAt === null || isoOf(item.modifiedAt) === job.write.version;

const isRefusedAsOne = (group: readonly PreparedJob[], items: readonly ZohoResult[]): boolean =>
  group.length > 1 && items.every(isStale) && group.some((ready, at) => isUnchanged(ready, items[at] as ZohoResult));

/** The items of the answer; the refusal of the call as a whole; or, thrown, what is more than these records' fault. */
async function answerOf(group: readonly PreparedJob[], send: SendGroup): Promise<readonly ZohoResult[] | ApiError> {
  try {
    return await send(group);
  } catch (error) {
    if (isGroupFailure(error)) return error;
    throw error;
  }
}

/** What became of each; whoever was refused for a value alone goes again without it. */
async function* resultsOf(group: readonly PreparedJob[], items: readonly ZohoResult[], send: SendGroup, o: Writing) {
  const again: PreparedJob[] = [];
  for (const [at, ready] of group.entries()) {
    const item = items[at] as ZohoResult;
    const less = withoutRefused(ready, item, o);
    if (!less) yield resultOf(ready, item, o.module);
    else if (isEmpty(less)) yield unsentResult(less, o.module);
    else again.push(less);
  }
  yield* sendGroup(again, send, o);
}

/** Where Zoho judged a group as a whole it goes again in halves, down to single records. */
async function* sendGroup(group: readonly PreparedJob[], send: SendGroup, o: Writing): WriteResults {
  if (group.length === 0) return;
  const answer = await answerOf(group, send);
  const asOne = answer instanceof ApiError || isRefusedAsOne(group, answer);
  if (asOne && group.length > 1) {
    const middle = Math.ceil(group.length / 2);
    yield* sendGroup(group.slice(0, middle), send, o);
    yield* sendGroup(group.slice(middle), send, o);
  } else if (answer instanceof ApiError) yield singleFailure(group[0] as PreparedJob, answer);
  else yield* resultsOf(group, answer, send, o);
}

async function currentVersions(zoho: ZohoClient, module: string, refs: Refs) {
  const now = new Map<string, string | null>();
  const select = `select Modified_Time from ${module} where ${inList('id', refs)} limit ${MAX_IN_LIST}`;
  for await (const page of zoho.coql(select))
    page.data.forEach((row) => now.set(String(row.id), isoOf(row.Modified_Time)));
  return now;
}

/** A create overwrites nothing. One header of one call guards updates whose versions are all the same; a delete has no such header. */
function isGuardedByHeader(group: readonly PreparedJob[]): boolean {
  if (group.every(({ job }) => job.write.op === 'create')) return true;
  return (
    group.every(({ job }) => job.write.op === 'update') && new Set(group.map(({ job }) => job.write.version)).size === 1
  );
}

/**
 * Refs of a group (at most 100) that changed since the decision. `If-Unmodified-Since` holds for a whole call and so can only
 * name the newest version of the group: an older record edited before that moment would slip through and be overwritten.
 */
async function staleRefs(zoho: ZohoClient, module: string, group: readonly PreparedJob[]) {
  if (group.length === 0 || isGuardedByHeader(group)) return new Set();
  const refs = group.map(({ job }) => job.write.ref ?? '');
  const now = await currentVersions(zoho, module, refs);
  const stale = group.filter(({ job: { write } }) => {
    const version = now.get(write.ref ?? '');
    return write.version !== null && version !== undefined && version !== write.version;
  });
  return new Set(stale.map(({ job }) => job.write.ref ?? ''));
}

export interface Writing {
  readonly module: Module;
  readonly composer: Composer;
  /** Automations of the CRM that may start; none unless told. */
  readonly trigger?: readonly string[];
  /** Whose new records are; an update never changes the owner. */
  readonly owned?: Owned;
  /** Where several syncs write to one CRM: each creates in its turn, and looks first at what the others made. */
  readonly turn?: TakeTurn;
  readonly leaving?: Leaving;
}

/** What Zoho takes in one call. */
const GROUP = 100;
const writeOrder: readonly Write['op'][] = ['create', 'update', 'delete'];

const newest = (group: readonly PreparedJob[]): string | null =>
  group
    .map(({ job }) => job.write.version)
    .reduce((latest, version) => ((version ?? '') > (latest ?? '') ? version : latest), null);

const refs = (group: readonly PreparedJob[]): readonly string[] => group.map(({ job }) => job.write.ref ?? '');

const withoutBlanks = (body: PreparedJob['composed']['body']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== ''));

/**
 * Never an upsert: a create must not overwrite what it did not know. An update is refused for what changed since the newest
 * version of its group; that an older one of the group changed is seen before (see `staleRefs`).
 */
function senders(
  zoho: ZohoClient,
  { module: { name, kind }, trigger = [], owned, leaving }: Writing,
): Readonly<Record<Write['op'], SendGroup>> {
  const since = (group: readonly PreparedJob[]) => {
    const version = newest(group);
    return version ? toZohoTime(version) : null;
  };
  return {
    create: async (group) => {
      await leaving?.(otherThanAsked(group, kind));
      const records = group.map(({ composed }) => ({ ...owned, ...withoutBlanks(composed.body) }));
      const items = await zoho.records.insert(name, records, { trigger });
      return Promise.all(items.map((item) => asFirstOccurrence(zoho, name, item)));
    },
    update: (group) => {
      const records = group.map(({ job, composed }) => ({ id: job.write.ref, ...composed.body }));
      return zoho.records.update(name, records, { trigger, unmodifiedSince: since(group) });
    },
    delete: (group) => zoho.records.remove(name, refs(group), { trigger }),
  };
}

/** Not there for us: deleted if a tombstone says so; else perhaps only no longer shared with this user, which proves nothing. */
async function confirmGone(zoho: ZohoClient, { name, kind }: Module, result: WriteResult): Promise<WriteResult> {
  const { write } = result;
  if (result.outcome !== 'gone' || write.op !== 'update') return result;
  const buried = await deletedIdsSince(zoho, name, write.version ? minusMs(write.version, OVERLAP_MS) : BEGINNING);
  if (buried.has(write.ref ?? '')) return result;
  return { outcome: 'refused', write, reason: reason('lostInZoho', { kind: kind.name, ref: write.ref ?? '' }) };
}

/** One group. When no answer comes, whoever had no result yet is told as unknown before the error goes on. */
async function* writeGroup(zoho: ZohoClient, group: readonly PreparedJob[], send: SendGroup, o: Writing): WriteResults {
  const open = new Set(group.map(({ job }) => job.write));
  try {
    for await (const result of sendGroup(group, send, o)) {
      open.delete(result.write);
      yield await confirmGone(zoho, o.module, result);
    }
  } catch (error) {
    if (isUncertain(error)) {
      for (const write of open) yield { outcome: 'unknown', write, reason: error.reason };
    }
    throw error;
  }
}

const isEmpty = ({ job, composed }: PreparedJob): boolean =>
  job.write.op === 'update' && Object.keys(composed.body).length === 0;

/** 100 a call; a new series alone. */
const callsOf = (ready: readonly PreparedJob[]): readonly (readonly PreparedJob[])[] =>
  ready[0]?.job.write.op === 'create'
    ? insertCalls(ready, ({ composed }) => composed.body)
    : chunk(ready, ready[0]?.job.write.op === 'delete' ? mostIds : GROUP);

/** Those that did not change since the decision. */
async function* writeFresh(zoho: ZohoClient, group: readonly PreparedJob[], send: SendGroup, o: Writing): WriteResults {
  const refs = await staleRefs(zoho, o.module.name, group);
  const [stale, still] = partition(group, ({ job }) => refs.has(job.write.ref ?? ''));
  for (const { job } of stale) yield { outcome: 'stale', write: job.write };
  yield* writeGroup(zoho, still, send, o);
}

/** Whoever is not there yet is created; of whom somebody else has made meanwhile the next cycle decides anew. */
async function* createInTurn(
  zoho: ZohoClient,
  group: readonly PreparedJob[],
  send: SendGroup,
  o: Writing,
  take: TakeTurn,
): WriteResults {
  const turn = await take();
  if (turn === 'alone') return yield* writeGroup(zoho, group, send, o);
  const jobs = group.map(({ job }) => job);
  try {
    const made = turn === 'busy' ? new Set(jobs) : await madeMeanwhile(zoho, jobs, o.module, turn);
    const [stale, still] = partition(group, ({ job }) => made.has(job));
    for (const { job } of stale) yield { outcome: 'stale', write: job.write };
    yield* writeGroup(zoho, still, send, o);
  } finally {
    if (turn !== 'busy') await turn.end();
  }
}

/** The writes of one kind, 100 a call. */
async function* writeAll(zoho: ZohoClient, ready: readonly PreparedJob[], send: SendGroup, o: Writing): WriteResults {
  const [empty, full] = partition(ready, isEmpty);
  yield* empty.map((one) => unsentResult(one, o.module));
  for (const group of callsOf(full)) {
    const isCreate = group[0]?.job.write.op === 'create';
    yield* isCreate && o.turn ? createInTurn(zoho, group, send, o, o.turn) : writeFresh(zoho, group, send, o);
  }
}

/**
 * Creates, updates and deletes records, in this order and 100 a call, each with its own result. A record changed since the
 * decision is left alone (`stale`); one that Zoho refuses stops no other. Throws ApiError when more than a record is to blame,
 * after telling what is known.
 */
export async function* writeComposed(zoho: ZohoClient, jobs: WriteJobs, o: Writing): WriteResults {
  const send = senders(zoho, o);
  await o.composer.prepare(jobs);
  const ready = jobs.map((job) => ({ job, composed: o.composer.of(job) }));
  for (const op of writeOrder) {
    const ofOp = ready.filter(({ job }) => job.write.op === op);
    yield* writeAll(zoho, ofOp, send[op], o);
  }
}

export interface ZohoWriting extends Omit<Writing, 'composer' | 'owned'> {
  readonly profile: ZohoProfile;
  readonly lookups: Lookups;
}

/** `writeComposed`, field by field. */
export const writeRecords = (
  zoho: ZohoClient,
  jobs: WriteJobs,
  { profile, lookups, ...o }: ZohoWriting,
): WriteResults =>
  writeComposed(zoho, jobs, { ...o, owned: profile.owned, composer: fieldByField(profile.fieldMap, lookups) });
