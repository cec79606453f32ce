import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { encryptionKey } from './environment';

/** A credential as n8n knows it: its data not yet encrypted. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const md5 = (...parts: readonly Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();

/** As n8n encrypts by the key of the installation: AES-256-CBC in OpenSSL's form. */
function encrypted(data: unknown): string {
  const salt = randomBytes(8);
  const password = Buffer.concat([Buffer.from(encryptionKey, 'binary'), salt]);
  const first = md5(password);
  const second = md5(first, password);
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, second]), md5(second, password));
  const text = [cipher.update(JSON.stringify(data), 'utf8'), cipher.final()];
  return Buffer.concat([Buffer.from('Salted__'), salt, ...text]).toString('base64');
}

/** Puts credentials among the owner's, or others in their place, while n8n runs. */
export function storeCredentials(home: string, credentials: readonly Credential[]): void {
  const db = new DatabaseSync(join(home, '.n8n', 'database.sqlite'), { timeout: 10_000 });
  try {
    const [owner] = db.prepare("SELECT id FROM project WHERE type = 'personal'").all();
    const credential = db.prepare(
      'INSERT INTO credentials_entity (id, name, type, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, data = excluded.data',
    );
    const share = db.prepare(
      "INSERT INTO shared_credentials (credentialsId, projectId, role) VALUES (?, ?, 'credential:owner') ON CONFLICT DO NOTHING",
    );
    db.exec('BEGIN IMMEDIATE');
    for (const { id, name, type, data } of credentials) {
      credential.run(id, name, type, encrypted(data));
      share.run(id, String(owner?.id));
    }
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}
