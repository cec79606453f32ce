import { dirname, delimiter } from 'node:path';

/** Everything that would make n8n call the outside world, switched off. */
const quiet = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_DISABLED_MODULES: 'mcp-registry',
};

/** Only for throw-away installations on 127.0.0.1; the hash is bcrypt of the password, as n8n wants it. */
export const owner = {
  email: 'owner@example.com',
  password: 'E2eOwner123',
  hash: '$2a$10$gfIHZmvqr4yzcUtNpcuyc.7Jl.rNnfPQ8CHsdwjBNseMzESPAgOGG',
} as const;

const ownerByEnvironment = {
  N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
  N8N_INSTANCE_OWNER_EMAIL: owner.email,
  N8N_INSTANCE_OWNER_FIRST_NAME: 'Demo',
  N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
  N8N_INSTANCE_OWNER_PASSWORD_HASH: owner.hash,
};

/** What of our own environment n8n may see: never a token that happens to lie there. */
function inherited(node: string): Record<string, string> {
  const names = ['HOME', 'LANG', 'TERM', 'TMPDIR', 'SYSTEMROOT'];
  const kept = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  // n8n starts its task runner as plain `node`, which must be the same Node
  return { ...Object.fromEntries(kept), PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

/**
 * The environment of one n8n process.
 * @param ports n8n's own port, and its task broker's (every process needs its own)
 */
export function environment(node: string, home: string, ports: readonly [number, number]): Record<string, string> {
  return {
    ...inherited(node),
    ...quiet,
    ...ownerByEnvironment,
    N8N_USER_FOLDER: home,
    N8N_PORT: String(ports[0]),
    N8N_RUNNERS_BROKER_PORT: String(ports[1]),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_ENCRYPTION_KEY: 'throw-away-encryption-key-0123456789',
    N8N_USER_MANAGEMENT_JWT_SECRET: 'throw-away-jwt-secret',
    N8N_SECURE_COOKIE: 'false',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_LOG_LEVEL: 'info',
    GENERIC_TIMEZONE: 'UTC',
    TZ: 'UTC',
  };
}
