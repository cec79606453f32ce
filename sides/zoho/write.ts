import { chunk, partition } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import { ApiError } from '../../clients/errors';
import type { Write } from '../../sync/model';
import type { WriteJob, WriteResult } from '../types';
import { contacts } from './contact';
import type { Lookups } from './lookups';
import type { Module } from './module';
import type { ZohoProfile } from './profile';
import type { Ready, Shape } from './result';
import { unsentResult } from './result';
import type { SendGroup } from './group';
import { sendGroup } from './group';
import { buriedSince, movedAmong } from './present';
import { BEGINNING, OVERLAP_MS } from './cursor';
import { minus, zohoTime } from './times';
import { blankedLookups, toVendor } from './values';

export interface ZohoWriting {
  readonly module: Module;
  readonly profile: ZohoProfile;
  readonly lookups: Lookups;
  /** Automations of the CRM that may start; none unless told. */
  readonly trigger?: readonly string[];
}

/** What Zoho takes in one call. */
const GROUP = 100;
const order: readonly Write['op'][] = ['create', 'update', 'delete'];

const newest = (group: readonly Ready[]): string | null =>
  group
    .map(({ job }) => job.write.version)
    .reduce((latest, version) => ((version ?? '') > (latest ?? '') ? version : latest), null);

const refs = (group: readonly Ready[]): readonly string[] => group.map(({ job }) => job.write.ref ?? '');

const given = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== ''));

/**
 * Never an upsert: a create must not overwrite what it did not know. An update is refused for what changed since the newest
 * version of its group; that an older one of the group moved is seen before (see `movedAmong`).
 */
function senders(
  zoho: ZohoClient,
  { module: { name }, profile, trigger = [] }: ZohoWriting,
): Readonly<Record<Write['op'], SendGroup>> {
  const bodyOf = ({ job, resolved }: Ready) => ({
    ...toVendor(job.write.fields, profile.places, resolved.found, job.write.extra),
    ...resolved.more,
    ...(job.write.blanks ? blankedLookups(job.write.fields, profile.places) : {}),
  });
  const since = (group: readonly Ready[]) => {
    const version = newest(group);
    return version ? zohoTime(version) : null;
  };
  return {
    create: (group) =>
      zoho.records.insert(
        name,
        group.map((ready) => given(bodyOf(ready))),
        { trigger },
      ),
    update: (group) =>
      zoho.records.update(
        name,
        group.map((ready) => ({ id: ready.job.write.ref, ...bodyOf(ready) })),
        { trigger, unmodifiedSince: since(group) },
      ),
    delete: (group) => zoho.records.remove(name, refs(group), { trigger }),
  };
}

const shapeOf = ({ module, profile }: ZohoWriting): Shape => ({ module, places: profile.places });

const lost = (error: unknown): error is ApiError => error instanceof ApiError && error.uncertain;

/** Not there for us: deleted if a tombstone says so; else perhaps only no longer shared with this user, which proves nothing. */
async function proved(zoho: ZohoClient, { name, kind }: Module, result: WriteResult): Promise<WriteResult> {
  const { write } = result;
  if (result.outcome !== 'gone' || write.op !== 'update') return result;
  const buried = await buriedSince(zoho, name, write.version ? minus(write.version, OVERLAP_MS) : BEGINNING);
  if (buried.has(write.ref ?? '')) return result;
  return {
    outcome: 'refused',
    write,
    message: `The ${kind.name} ${write.ref} can no longer be found in Zoho CRM, and it is not among the deleted ones.`,
    nextStep:
      'Share it again with the Zoho user of the credential, or delete it in Outlook if it is not wanted any more.',
  };
}

/** One group. When no answer comes, whoever had no result yet is told as unknown before the error goes on. */
async function* writeGroup(
  zoho: ZohoClient,
  group: readonly Ready[],
  send: SendGroup,
  o: ZohoWriting,
): AsyncGenerator<WriteResult> {
  let told = 0;
  try {
    for await (const result of sendGroup(group, send, shapeOf(o))) {
      told += 1;
      yield await proved(zoho, o.module, result);
    }
  } catch (error) {
    if (lost(error)) {
      for (const { job } of group.slice(told)) yield { outcome: 'unknown', write: job.write, message: error.message };
    }
    throw error;
  }
}

const isEmpty = ({ job, resolved }: Ready, { profile }: ZohoWriting): boolean =>
  job.write.op === 'update' &&
  !(job.write.blanks && Object.keys(blankedLookups(job.write.fields, profile.places)).length > 0) &&
  Object.keys({ ...toVendor(job.write.fields, profile.places, resolved.found), ...resolved.more }).length === 0;

/** The writes of one kind, 100 a call. */
async function* writeAll(
  zoho: ZohoClient,
  ready: readonly Ready[],
  send: SendGroup,
  o: ZohoWriting,
): AsyncGenerator<WriteResult> {
  const [empty, full] = partition(ready, (one) => isEmpty(one, o));
  yield* empty.map((one) => unsentResult(one, shapeOf(o)));
  for (const group of chunk(full, GROUP)) {
    const refs = await movedAmong(zoho, o.module.name, group);
    const [moved, still] = partition(group, ({ job }) => refs.has(job.write.ref ?? ''));
    for (const { job } of moved) yield { outcome: 'moved', write: job.write };
    yield* writeGroup(zoho, still, send, o);
  }
}

/**
 * Creates, updates and deletes records, in this order and 100 a call, each with its own result. A record changed since the
 * decision is left alone (`moved`); one that Zoho refuses stops no other. Throws ApiError when more than a record is to blame,
 * after telling what is known.
 */
export async function* writeRecords(
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  o: ZohoWriting,
): AsyncGenerator<WriteResult> {
  const send = senders(zoho, o);
  await o.lookups.prepare(jobs);
  const ready = jobs.map((job) => ({ job, resolved: o.lookups.of(job) }));
  for (const op of order) {
    const ofOp = ready.filter(({ job }) => job.write.op === op);
    yield* writeAll(zoho, ofOp, send[op], o);
  }
}

/** `writeRecords` for contacts. */
export const writeContacts = (
  zoho: ZohoClient,
  jobs: readonly WriteJob[],
  o: Omit<ZohoWriting, 'module'>,
): AsyncGenerator<WriteResult> => writeRecords(zoho, jobs, { ...o, module: contacts });
