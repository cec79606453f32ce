import { ArchiveError, type Failure } from './errors';

const unreachable: Failure = {
  what: 'cannot be reached',
  nextStep:
    'Check Host and Port in the credential Sync Archive, that PostgreSQL runs and accepts connections from this host (listen_addresses, pg_hba.conf, firewall), and run again. Nothing is lost.',
};
const cutOff: Failure = {
  what: 'broke the connection off',
  nextStep:
    'Run again: nothing is lost, the next cycle goes on from where this one stopped. If it happens again, look into the log of PostgreSQL.',
};
const refused: Failure = {
  what: 'does not let this user in',
  nextStep: 'Check User and Password in the credential Sync Archive, and the lines of pg_hba.conf for this host.',
};
const unknownDatabase: Failure = {
  what: 'does not exist',
  nextStep: 'Check Database in the credential Sync Archive, or create it (create database …).',
};
const noRights: Failure = {
  what: 'gives this user too few rights',
  nextStep:
    'Let the user own the schema (create schema … authorization …), or grant the right to create one in the database.',
};
const full: Failure = {
  what: 'takes no more connections',
  nextStep: 'Lower Connections in the credential Sync Archive, or raise max_connections of PostgreSQL; then run again.',
};
const busy: Failure = {
  what: 'kept another run busy for too long',
  nextStep: 'Run again in a minute. Nothing is lost: the next cycle goes on from where this one stopped.',
};
const diskFull: Failure = {
  what: 'cannot be written, its disk is full or failing',
  nextStep: 'Make room on the disk of PostgreSQL. Nothing is lost: the next cycle goes on from where this one stopped.',
};
const readOnly: Failure = {
  what: 'is read-only',
  nextStep: 'Give the address of the primary server in the credential Sync Archive, not that of a standby.',
};
const untrusted: Failure = {
  what: 'shows a certificate that is not trusted',
  nextStep:
    'Put the certificate of the authority that made it into CA Certificate of the credential Sync Archive, and give the host by the name in it.',
};
const noTls: Failure = {
  what: 'does not speak TLS',
  nextStep: 'Switch TLS on in PostgreSQL (ssl = on), or, within one trusted network only, choose TLS: Off.',
};

const pooled: Failure = {
  what: 'is behind a pooler that gives every transaction another connection, as PgBouncer does with pool_mode = transaction',
  nextStep:
    'Give the address of PostgreSQL itself in the credential Sync Archive, or of a pooler with pool_mode = session.',
};

/** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), and the codes of Node for networks and TLS. */
const stories: Readonly<Record<string, Failure>> = {
  ...{ ECONNREFUSED: unreachable, ENOTFOUND: unreachable, EAI_AGAIN: unreachable, ETIMEDOUT: unreachable },
  ...{ EHOSTUNREACH: unreachable, ENETUNREACH: unreachable, ENOENT: unreachable, EACCES: unreachable },
  ...{ ECONNRESET: cutOff, EPIPE: cutOff, '57P01': cutOff, '57P02': cutOff, '57P03': unreachable, '25P03': cutOff },
  ...{ '28P01': refused, '28000': refused, '3D000': unknownDatabase, '42501': noRights, '3F000': noRights },
  ...{ '53300': full, '55P03': busy, '57014': busy, '40P01': busy, '40001': busy },
  ...{ '42P05': pooled, '26000': pooled, '53100': diskFull, '58030': diskFull, '25006': readOnly },
  ...{ SELF_SIGNED_CERT_IN_CHAIN: untrusted, DEPTH_ZERO_SELF_SIGNED_CERT: untrusted, CERT_HAS_EXPIRED: untrusted },
  ...{ UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted, UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted },
  ...{ ERR_TLS_CERT_ALTNAME_INVALID: untrusted, UNABLE_TO_GET_ISSUER_CERT: untrusted },
};

/** What pg says without a code. */
const sayings: readonly (readonly [RegExp, Failure])[] = [
  [/does not support SSL/i, noTls],
  [/exceeded when trying to connect|timeout expired/i, unreachable],
  [/Connection terminated|Query read timeout|not queryable/i, cutOff],
  [/SASL|password must be a string/i, refused],
];

const storyOf = ({ code, message }: { readonly code?: unknown; readonly message?: unknown }): Failure | undefined =>
  stories[String(code)] ?? sayings.find(([pattern]) => pattern.test(String(message)))?.[1];

/**
 * The error of the server in the user's words; what is none comes back as it was. It keeps no more of it than code and message:
 * the details of PostgreSQL show the values of rows.
 */
export function asServerError(error: unknown, name: string): unknown {
  if (error instanceof ArchiveError || typeof error !== 'object' || error === null) return error;
  // a name with several addresses, none of which answers
  const [first] = (error as { errors?: readonly unknown[] }).errors ?? [];
  if (first) return asServerError(first, name);
  const { code, message } = error as { code?: string; message?: string };
  const story = storyOf({ code, message });
  if (story) return new ArchiveError(`The archive in PostgreSQL (${name}) ${story.what} (${message}).`, story.nextStep);
  if (!('severity' in error)) return error;
  return new ArchiveError(
    `The archive in PostgreSQL (${name}) refused a statement (${code}: ${message}).`,
    'Nothing is lost: run again. If it stays so, look into the log of PostgreSQL, and report it.',
  );
}

/** Nothing more comes over this connection. */
export const isCutOff = (error: unknown): boolean =>
  [cutOff, unreachable].includes(storyOf((error ?? {}) as { code?: unknown }) as Failure);

/** Throws ArchiveError for a name that would have to be quoted. */
export function namesSchema(schema: string): void {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema) && !schema.startsWith('pg_')) return;
  throw new ArchiveError(
    `"${schema}" is no name of a schema for an archive.`,
    'Give one of small letters, digits and underlines in the credential Sync Archive, such as zoho_outlook.',
  );
}
