import { randomUUID } from 'node:crypto';
import { faker } from '@faker-js/faker';
import type { Archive } from '../../archive';
import { SAME_BASE } from '../../archive/store/rows';
import type { Tables } from '../../archive/store/tables';
import { contact } from '../../sync/kinds/contact';
import type { Fields, Side } from '../../sync/model';

const day = 24 * 3_600_000;

/** Rows of one statement, well below SQLite's limit of parameters. */
const atOnce = 500;

async function insert<T extends keyof Tables>(archive: Archive, table: T, rows: readonly Tables[T][]): Promise<void> {
  await archive.db.transaction().execute(async (trx) => {
    for (let i = 0; i < rows.length; i += atOnce)
      await trx
        .insertInto(table)
        .values(rows.slice(i, i + atOnce) as never)
        .execute();
  });
}

export const person = (n: number): Fields => ({
  ...{ lastName: faker.person.lastName(), firstName: faker.person.firstName(), email: `person.${n}@example.com` },
  ...{ companyName: faker.company.name(), jobTitle: faker.person.jobTitle(), businessPhone: faker.phone.number() },
  ...{ businessStreet: faker.location.streetAddress(), businessCity: faker.location.city() },
  notes: faker.lorem.sentence(),
});

const keysOf = (fields: Fields) => contact.keys({ fields, aliases: [] });

function recordRow(sync: string, side: Side, n: number, fields: Fields): Tables['record'] {
  const at = { since: 0, offered_at: 0, tries: 0, next_try: 0, reason: null, reason_args: '{}', review: null };
  const shown = { version: `v${n}`, modified_at: '2026-11-01T00:00:00Z', state: 'live' as const, seen_in: 0 };
  const texts = { fields: JSON.stringify(fields), extra: 'null', keys: JSON.stringify(keysOf(fields)) };
  return { sync, side, ref: `${side}-${n}`, status: 'settled', ...shown, ...texts, ...at };
}

const keyRows = (sync: string, side: Side, n: number, fields: Fields): readonly Tables['key'][] =>
  keysOf(fields).strong.map((key) => ({ sync, side, ref: `${side}-${n}`, key, strength: 'strong', only_weak: 0 }));

function linkRow(sync: string, n: number, fields: Fields): Tables['link'] {
  const base = JSON.stringify(fields);
  const refs = { outlook: `outlook-${n}`, zoho: `zoho-${n}` };
  return { id: `link-${n}`, sync, ...refs, state: 'live', base_outlook: base, base_zoho: SAME_BASE, linked_at: 0 };
}

/** `links` pairs at rest, all agreed on. */
export async function fillLinks(archive: Archive, sync: string, links: number): Promise<void> {
  faker.seed(links);
  for (let from = 0; from < links; from += 5_000) {
    const some = Array.from({ length: Math.min(5_000, links - from) }, (_, i) => ({
      n: from + i,
      fields: person(from + i),
    }));
    for (const side of ['outlook', 'zoho'] as const) {
      await insert(
        archive,
        'record',
        some.map(({ n, fields }) => recordRow(sync, side, n, fields)),
      );
      await insert(
        archive,
        'key',
        some.flatMap(({ n, fields }) => keyRows(sync, side, n, fields)),
      );
    }
    await insert(
      archive,
      'link',
      some.map(({ n, fields }) => linkRow(sync, n, fields)),
    );
  }
}

const none = { outlook: 0, zoho: 0 };
const report = JSON.stringify({
  ...{ read: none, created: none, updated: none, deleted: none, linked: 0, merged: 0, unchanged: 0, conflicts: 0 },
  ...{ ambiguous: 0, parked: 0, pending: 0, attached: 0, skipped: 0, written: 0, seconds: 1 },
});

/** 90 days of a run each quarter of an hour, `edits` of them a day. */
export async function fillHistory(archive: Archive, sync: string, links: number, edits: number, now: number) {
  const perDay = 96;
  const cycles: Tables['cycle'][] = [];
  const journal: Tables['journal'][] = [];
  for (let run = 0; run < 89 * perDay; run += 1) {
    const at = now - 89 * day + run * (day / perDay);
    const id = randomUUID();
    const end = { state: 'finished' as const, started_at: at, finished_at: at + 1, report, undoes: null, error: null };
    cycles.push({ id, sync, holder: 'bench', fence: run, read_outlook: 1, read_zoho: 1, tally: '{}', ...end });
    for (let i = 0; i < edits / perDay; i += 1) {
      const n = (run * 7 + i) % links;
      const texts = { before: '{"jobTitle":"A"}', after: '{"jobTitle":"B"}', clashes: 'null', link_before: 'null' };
      const what = { op: 'update' as const, side: 'zoho' as const, ref: `zoho-${n}`, link: `link-${n}`, label: 'x' };
      journal.push({
        sync,
        seq: journal.length,
        cycle: id,
        at,
        ...what,
        reason: 'edited',
        reason_args: '{}',
        ...texts,
      });
    }
  }
  await insert(archive, 'cycle', cycles);
  await insert(archive, 'journal', journal);
}
