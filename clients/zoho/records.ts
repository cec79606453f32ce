import { randomUUID } from 'node:crypto';
import { chunk, partition } from 'lodash';
import type { Headers, HttpRequest, Json } from '../http';
import { encoded, zohoPath } from '../urls';
import { askByIds } from './pages';
import { resultOfSeries, resultsInOrder, toResult, type ZohoResult } from './results';

/** Most records of one call (v8 docs: "Insert records"). */
const maxRecords = 100;

export interface WriteOptionsOfZoho {
  /** Which automations of the CRM may start; none unless told: left out, Zoho would start all (v8 docs: "trigger"). */
  readonly trigger?: readonly string[];
  /** The record must not be newer than this ISO time; holds for the whole call, so for single records. */
  readonly unmodifiedSince?: string | null;
  readonly nature?: HttpRequest['nature'];
}

export interface ZohoRecords {
  /** 100 a call, one that recurs alone (`insertCalls`); results in this order. A refused record is a result, no error. */
  insert(module: string, records: readonly Json[], options?: WriteOptionsOfZoho): Promise<readonly ZohoResult[]>;
  /** Each record with its `id`; only the keys given change, null clears. */
  update(module: string, records: readonly Json[], options?: WriteOptionsOfZoho): Promise<readonly ZohoResult[]>;
  /** Fields are checked in the order given; without the system field (Email …) in it that one is not checked. */
  upsert(
    module: string,
    records: readonly Json[],
    duplicateCheckFields: readonly string[],
    options?: WriteOptionsOfZoho,
  ): Promise<readonly ZohoResult[]>;
  /** To the recycle bin. `trigger` empty or left out: no workflow starts. */
  remove(module: string, ids: readonly string[], options?: WriteOptionsOfZoho): Promise<readonly ZohoResult[]>;
  /** Shows a mail that was sent elsewhere on a record; its Message-ID is the key, so a second time is refused as DUPLICATE_DATA. */
  attachMail(module: string, id: string, mail: Json): Promise<ZohoResult>;
}

export interface ResultsRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Below /crm/v8. */
  readonly path: string;
  readonly headers: Headers;
  readonly body?: unknown;
  readonly nature?: HttpRequest['nature'];
  /** What the answer calls its list; `data` unless told. */
  readonly list?: string;
}

/** Sends and returns `data[]` of the answer, also of one with status 400 or 412 that has it. */
export type AskResults = (request: ResultsRequest) => Promise<readonly unknown[]>;

const checkCount = (count: number): void => {
  if (count > maxRecords) throw new RangeError(`Zoho CRM takes at most ${maxRecords} records a call, not ${count}.`);
};

const recurs = (record: Json): boolean => Boolean(record.Recurring_Activity);

/**
 * The calls it takes to insert or upsert these. A record that recurs is answered with one item for each of its occurrences
 * (v7 docs: "Insert records"), so among others it would shift their results; it goes alone.
 */
export function insertCalls<T>(all: readonly T[], recordOf: (one: T) => Json): readonly (readonly T[])[] {
  const [recurring, single] = partition(all, (one) => recurs(recordOf(one)));
  return [...chunk(single, maxRecords), ...recurring.map((one) => [one])];
}

const checkAlone = (records: readonly Json[]): void => {
  if (records.length > 1 && records.some(recurs))
    throw new RangeError('A record that recurs goes to Zoho CRM in a call of its own.');
};

const unmodifiedSince = (o: WriteOptionsOfZoho): Headers =>
  o.unmodifiedSince ? { 'If-Unmodified-Since': o.unmodifiedSince } : {};

const bodyOf = (data: readonly Json[], o: WriteOptionsOfZoho, more: object = {}) => ({
  data,
  ...more,
  trigger: o.trigger ?? [],
});

const pathTo = (module: string): string => zohoPath`/${module}`;

/** What was sent, as far as results are told apart by it. */
type Sent = readonly { readonly id?: unknown }[];
const withoutIds = (records: readonly Json[]): Sent => records.map(() => ({}));

/** Zoho takes the IDs as one list, so a comma within one would name a second record. */
const oneId = (id: string): string => {
  if (id.includes(','))
    throw new RangeError('Two IDs of Zoho CRM were given where one is expected. Nothing was deleted.');
  return encoded(id);
};

const deletePath = (module: string, ids: readonly string[], o: WriteOptionsOfZoho): string =>
  `${pathTo(module)}?ids=${ids.map(oneId).join(',')}&wf_trigger=${(o.trigger ?? []).length > 0}`;

export function makeRecords(ask: AskResults): ZohoRecords {
  const write = async (
    request: Omit<ResultsRequest, 'headers'>,
    sent: Sent,
    o: WriteOptionsOfZoho,
    inOrder = resultsInOrder,
  ) => {
    checkCount(sent.length);
    if (sent.length === 0) return [];
    return inOrder(await ask({ ...request, headers: unmodifiedSince(o), nature: o.nature }), sent);
  };
  const insertion = async (
    request: Pick<ResultsRequest, 'path' | 'body'>,
    records: readonly Json[],
    o: WriteOptionsOfZoho,
  ) => {
    checkAlone(records);
    const inOrder = records.some(recurs) ? resultOfSeries : resultsInOrder;
    return write({ method: 'POST', ...request }, withoutIds(records), o, inOrder);
  };
  return {
    insert: (module, records, o = {}) => insertion({ path: pathTo(module), body: bodyOf(records, o) }, records, o),
    update: (module, records, o = {}) =>
      write({ method: 'PUT', path: pathTo(module), body: bodyOf(records, o) }, records, o),
    upsert: (module, records, fields, o = {}) => {
      const body = bodyOf(records, o, { duplicate_check_fields: fields });
      return insertion({ path: `${pathTo(module)}/upsert`, body }, records, o);
    },
    remove: async (module, ids, o = {}) => {
      checkCount(ids.length);
      return askByIds(ids, (some) => {
        const sent = some.map((id) => ({ id }));
        return write({ method: 'DELETE', path: deletePath(module, some, o) }, sent, o);
      });
    },
    attachMail: async (module, id, mail) => {
      const path = zohoPath`/${module}/${id}/actions/associate_email`;
      const body = { Emails: [mail] };
      const [result] = await ask({ method: 'POST', path, headers: {}, body, nature: 'repeatable', list: 'Emails' });
      return toResult(result);
    },
  };
}

/** A file as Zoho's file system takes it (v8 docs: "Upload files"). */
export interface UploadFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const quotedName = (name: string) => name.replace(/[\r\n]/g, ' ').replace(/["\\]/g, (sign) => encodeURIComponent(sign));
const plainType = (type: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream');

/** One file as multipart/form-data. The bytes go as they are, so the sender must not make JSON of them. */
export function multipart({ name, type, bytes }: UploadFile): {
  readonly body: ArrayBuffer;
  readonly headers: Readonly<Record<string, string>>;
} {
  const boundary = `----file-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotedName(name)}"\r\nContent-Type: ${plainType(type)}\r\n\r\n`;
  const all = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const body = all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
  return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } };
}
