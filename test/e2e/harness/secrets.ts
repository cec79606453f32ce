import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Lab } from './lab';

/** Something nobody may find: a token or a client secret, with a name by which to tell of it. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

const named = (name: string, values: Iterable<string>): Secret[] => [...values].map((value) => ({ name, value }));

/** Every token that was given out, also those minted in refreshes, and both clients' secrets. */
export function secretsOf({ connection, simulators }: Pick<Lab, 'connection' | 'simulators'>): readonly Secret[] {
  const { zoho, graph } = simulators;
  const given = [connection.zoho, connection.graph];
  const all = [
    ...named(
      'client secret',
      given.map(({ clientSecret }) => clientSecret),
    ),
    ...named(
      'first access token',
      given.map(({ accessToken }) => accessToken),
    ),
    ...named(
      'first refresh token',
      given.map(({ refreshToken }) => refreshToken),
    ),
    ...named(
      'Zoho access token',
      zoho.state.tokens.map(({ token }) => token),
    ),
    ...named(
      'Zoho refresh token',
      zoho.state.grants.map(({ refreshToken }) => refreshToken),
    ),
    ...named(
      'session token',
      zoho.state.authTokens.tokens.map(({ token }) => token),
    ),
    ...named('app-specific password', [connection.zoho.calDav.appPassword]),
    ...named('Microsoft access token', graph.state.accessTokens.keys()),
    ...named('Microsoft refresh token', graph.state.refreshTokens.keys()),
  ];
  return [...new Map(all.map((secret) => [secret.value, secret])).values()];
}

/** How a secret may be written: as it is, in an address, in base64 wherever it begins. */
function spellings(value: string): string[] {
  const shifted = ['', ' ', '  '].map((lead) => Buffer.from(lead + value).toString('base64'));
  // without the ends, which depend on what stands before and after
  const inner = shifted.map((text) => text.slice(4, Math.floor(text.length / 4) * 4 - 4));
  return [value, encodeURIComponent(value), ...inner];
}

function found(text: string, secrets: readonly Secret[]): string[] {
  const isIn = ({ value }: Secret) => spellings(value).some((spelling) => text.includes(spelling));
  return secrets.filter(isIn).map(({ name }) => name);
}

/** Not n8n's doing: what the harness handed over to `import:credentials`, and the code of the packages. */
const ours = new Set(['credentials.json', 'node_modules']);

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (ours.has(entry.name)) return [];
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** All that a database says, row by row: in the file itself a long text lies in pieces. */
function rowsOf(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      db
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .map((row) => `${String(name)} ${Object.values(row).join('\n')}`),
    );
  } finally {
    db.close();
  }
}

/** Where in a folder any of the secrets can be read: in a file as it lies there, or in a row of a database. */
export function leaksBelow(home: string, secrets: readonly Secret[]): string[] {
  return filesBelow(home).flatMap((file) => {
    const texts = /\.sqlite$/.test(file) ? rowsOf(file) : [];
    const names = [readFileSync(file, 'latin1'), ...texts].flatMap((text) => found(text, secrets));
    return [...new Set(names)].map((name) => `${relative(home, file).split(sep).join('/')} holds a ${name}`);
  });
}

/** Addresses that carry a secret; the simulators blank the usual ones, and say so. */
function leakyAddresses({ simulators }: Pick<Lab, 'simulators'>, secrets: readonly Secret[]): string[] {
  const seen = [simulators.zoho, simulators.graph].flatMap(({ log }) => log.list());
  return seen.flatMap(({ method, path, query }) => {
    const names = [...found(`${path}?${query}`, secrets), ...(query.includes('(hidden)') ? ['hidden value'] : [])];
    return names.map((name) => `the address of a ${method} to ${path} holds a ${name}`);
  });
}

/** Every place outside the encrypted credential store that holds a secret. Empty is good. */
export function leaks(lab: Pick<Lab, 'n8n' | 'simulators'>, secrets: readonly Secret[]): string[] {
  return [...leaksBelow(lab.n8n.home, secrets), ...leakyAddresses(lab, secrets)];
}

/** All that the databases below a folder say, for a test to prove that it looks in the right place. */
export const databaseText = (home: string): string =>
  filesBelow(home)
    .filter((file) => /\.sqlite$/.test(file))
    .flatMap(rowsOf)
    .join('\n');
