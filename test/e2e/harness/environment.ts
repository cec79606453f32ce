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
};

/** Parts of n8n that ask the outside world. */
const talkative = ['mcp-registry'];

/** Large parts that no workflow of ours comes near; to load them is a seventh of n8n's start. The editor shows them, so it gets them. */
const unused = ['chat-hub', 'instance-ai', 'mcp', 'workflow-builder'];

/** Only for throw-away installations on 127.0.0.1; the hash is bcrypt of the password, as n8n wants it. */
export const owner = {
  email: 'owner@example.com',
  password: 'E2eOwner123',
  hash: '$2a$10$gfIHZmvqr4yzcUtNpcuyc.7Jl.rNnfPQ8CHsdwjBNseMzESPAgOGG',
} as const;

/** What n8n encrypts credentials with. */
export const encryptionKey = 'throw-away-encryption-key-0123456789';

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

export interface Surroundings {
  readonly node: string;
  readonly home: string;
  /** n8n's own port, and its task broker's (every process needs its own) */
  readonly ports: readonly [number, number];
  /** where Node keeps n8n's code compiled, which every start needs anew */
  readonly compiled: string;
  readonly withEditor: boolean;
}

/** The environment of one n8n process. */
export function environment({ node, home, ports, compiled, withEditor }: Surroundings): Record<string, string> {
  return {
    NODE_COMPILE_CACHE: compiled,
    N8N_DISABLE_UI: String(!withEditor),
    N8N_DISABLED_MODULES: [...talkative, ...(withEditor ? [] : unused)].join(),
    ...inherited(node),
    ...quiet,
    ...ownerByEnvironment,
    N8N_USER_FOLDER: home,
    N8N_PORT: String(ports[0]),
    N8N_RUNNERS_BROKER_PORT: String(ports[1]),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_ENCRYPTION_KEY: encryptionKey,
    N8N_USER_MANAGEMENT_JWT_SECRET: 'throw-away-jwt-secret',
    N8N_SECURE_COOKIE: 'false',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_LOG_LEVEL: 'info',
    GENERIC_TIMEZONE: 'UTC',
    TZ: 'UTC',
  };
}
