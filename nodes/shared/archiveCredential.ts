import type {
  ICredentialDataDecryptedObject,
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  INodeCredentialTestResult,
} from 'n8n-workflow';
import { archiveFileOf, isArchiveKey, openArchive, type PostgresPlace } from '../../archive';
import { UsageError } from '../../engine/errors';
import { asString } from '../../sync/model';
import { testResult } from './errors';

/** The name of the file that a key opens. Throws UsageError for a key that `newArchiveKey` did not make. */
function fileOf({ authKey }: ICredentialDataDecryptedObject): string {
  const key = asString(authKey).trim();
  if (isArchiveKey(key)) return archiveFileOf(key);
  throw new UsageError(
    'The key of the credential Sync Archive is none that was made for an archive.',
    'Make one with Sync Control, Archive: New Key, and put the whole of it into the credential. One that a person made up could be guessed.',
  );
}

/** What a place in PostgreSQL cannot do without, as the form of the credential calls it. */
const needed = { host: 'Host', database: 'Database', user: 'User', schema: 'Schema' } as const;

function requireFilled(data: ICredentialDataDecryptedObject): void {
  const withCa = data.tls === 'ca' ? { ca: 'CA Certificate' } : {};
  const [empty] = Object.entries({ ...needed, ...withCa }).filter(([name]) => asString(data[name]).trim() === '');
  if (!empty) return;
  throw new UsageError(`${empty[1]} is empty in the credential Sync Archive.`, 'Fill it in.');
}

function placeOf(data: ICredentialDataDecryptedObject): PostgresPlace {
  requireFilled(data);
  const text = (name: string) => asString(data[name]).trim();
  return {
    ...{ host: text('host'), port: Number(data.port ?? 5432), database: text('database'), user: text('user') },
    ...{ password: asString(data.password), schema: text('schema') },
    ...{ tls: data.tls !== 'off', ca: data.tls === 'ca' ? asString(data.ca) : '' },
    // one run waits for another's row while that one needs a second connection
    connections: Math.max(2, Number(data.connections ?? 5)),
    statementMs: Math.max(1, Number(data.statementTimeout ?? 60)) * 1000,
  };
}

/** Where the archive is that a credential opens: the name of a file, or a place in PostgreSQL. Throws UsageError. */
export const whereIn = (data: ICredentialDataDecryptedObject): string | PostgresPlace =>
  data.storage === 'postgres' ? placeOf(data) : fileOf(data);

async function tryOut(data: ICredentialDataDecryptedObject): Promise<string> {
  const where = whereIn(data);
  // a file is made by the first cycle, so there is nothing to open yet
  if (typeof where === 'string') return 'This is a key to an archive of its own.';
  await (await openArchive(where)).close();
  return `The archive in schema ${where.schema} is ready${where.tls ? '' : ', without TLS'}.`;
}

/** The test of a credential Sync Archive. */
export async function testSyncArchive(
  this: ICredentialTestFunctions,
  { data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
  return await testResult(() => tryOut(data));
}
