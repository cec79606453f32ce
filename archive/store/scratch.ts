import { connect } from './open';
import type { RegisterTables } from './register';
import type { Archive } from './types';
import type { Tables } from './tables';
import type { Kysely } from 'kysely';

/** SQLite keeps what has no name in a file that nobody sees, and that goes with the connection. */
const nameless = '';

/** An archive for a while, apart from all others: what must not lean on any archive, or touch one, works with it. Close it. */
export async function openScratch(): Promise<Archive> {
  const db = (await connect({ file: nameless, schema: 'archive' })) as Kysely<Tables>;
  const register = (await connect({ file: nameless, schema: 'register' })) as Kysely<RegisterTables>;
  const close = async (): Promise<void> => void (await Promise.all([db.destroy(), register.destroy()]));
  return { name: nameless, db, register, ahead: 0, close };
}
