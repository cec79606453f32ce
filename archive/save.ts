import type { ExpressionBuilder } from 'kysely';
import type { Side } from '../sync/model';
import type { Db, Stored } from './rows';
import { chunks, toRecordRow } from './rows';
import type { KeyTable, RecordRow, Tables } from './tables';

const columns: readonly (keyof RecordRow)[] = [
  'version',
  'modified_at',
  'state',
  'fields',
  'extra',
  'keys',
  'status',
  'since',
  'offered',
  'tries',
  'next_try',
  'message',
  'next_step',
  'review',
  'seen',
];

const asInserted = (eb: ExpressionBuilder<Tables & { excluded: Tables['record'] }, 'record' | 'excluded'>) =>
  Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]));

/** Rows of one statement: 18 columns each, well below every database's limit of parameters. */
const rowsAtOnce = 50;

/** Writes whole rows, new or known. Their keys are not touched. */
export async function saveRecords(trx: Db, sync: string, records: readonly Stored[]): Promise<void> {
  for (const some of chunks(records, rowsAtOnce))
    await trx
      .insertInto('record')
      .values(some.map((record) => toRecordRow(sync, record)))
      .onConflict((conflict) => conflict.columns(['sync', 'side', 'ref']).doUpdateSet(asInserted as never))
      .execute();
}

function keyRows(sync: string, { side, ref, keys }: Stored): readonly KeyTable[] {
  const row = { sync, side, ref, bare: keys.strong.length === 0 ? 1 : 0 };
  const strong = keys.strong.map((key) => ({ ...row, key, strength: 'strong' as const }));
  return keys.weak === null ? strong : [...strong, { ...row, key: keys.weak, strength: 'weak' as const }];
}

/** Makes the keys of these saved records findable, in place of what they were found by before. */
export async function saveKeys(trx: Db, sync: string, side: Side, records: readonly Stored[]): Promise<void> {
  for (const some of chunks(records.map(({ ref }) => ref)))
    await trx.deleteFrom('key').where('sync', '=', sync).where('side', '=', side).where('ref', 'in', some).execute();
  for (const some of chunks(
    records.flatMap((record) => keyRows(sync, record)),
    100,
  ))
    await trx
      .insertInto('key')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Takes records out of the archive, with their keys. */
export async function dropRecords(trx: Db, sync: string, side: Side, refs: readonly string[]): Promise<void> {
  for (const table of ['key', 'record'] as const)
    for (const some of chunks(refs))
      await trx.deleteFrom(table).where('sync', '=', sync).where('side', '=', side).where('ref', 'in', some).execute();
}
