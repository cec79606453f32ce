import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const ip = (command: string) => exec('ip', command.split(' '));

/** A machine of its own, as far as the network goes: a namespace of this machine's, with one cable to the others. */
export interface Host {
  readonly address: string;
  /** what goes before a command that is to run on it */
  readonly enter: readonly string[];
  /** pulls the cable: nothing comes, nothing goes, and nobody is told */
  readonly cut: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
}

export interface Network<Name extends string> {
  /** where those on the hosts find what runs on this machine itself */
  readonly outside: string;
  readonly hosts: Readonly<Record<Name, Host>>;
  readonly remove: () => Promise<void>;
}

/** Of this process alone: several may have a network at the same time. Names of devices have at most 15 signs. */
const prefix = `zo${process.pid.toString(36)}`;
const net = `10.${64 + (process.pid % 128)}.${(process.pid >> 7) & 255}`;

async function addHost(name: string, at: number): Promise<Host> {
  const [space, cable, address] = [`${prefix}-${name}`, `${prefix}v${at}`, `${net}.${at + 2}`];
  await ip(`netns add ${space}`);
  await ip(`link add ${cable} type veth peer name eth0 netns ${space}`);
  await ip(`link set ${cable} master ${prefix} up`);
  await ip(`-n ${space} addr add ${address}/24 dev eth0`);
  for (const device of ['eth0', 'lo']) await ip(`-n ${space} link set ${device} up`);
  return {
    address,
    enter: ['ip', 'netns', 'exec', space],
    cut: () => ip(`link set ${cable} down`),
    mend: () => ip(`link set ${cable} up`),
  };
}

/** Hosts of these names. Throws where this system lets nobody make namespaces. */
export async function makeNetwork<Name extends string>(names: readonly Name[]): Promise<Network<Name>> {
  const remove = async (): Promise<void> => {
    for (const name of names) await ip(`netns del ${prefix}-${name}`).catch(() => undefined);
    await ip(`link del ${prefix}`).catch(() => undefined);
  };
  try {
    await ip(`link add ${prefix} type bridge`);
    await ip(`addr add ${net}.1/24 dev ${prefix}`);
    await ip(`link set ${prefix} up`);
    const hosts: Partial<Record<Name, Host>> = {};
    for (const [at, name] of names.entries()) hosts[name] = await addHost(name, at);
    return { outside: `${net}.1`, hosts: hosts as Record<Name, Host>, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Why no hosts can be made here; undefined where they can. */
export function whyNoHosts(): string | undefined {
  const trial = `${prefix}-trial`;
  const now = (command: string) => execFileSync('ip', command.split(' '), { stdio: 'pipe', encoding: 'utf8' });
  try {
    now(`netns add ${trial}`);
    now(`link add ${prefix}t type veth peer name eth0 netns ${trial}`);
    now(`netns del ${trial}`);
    return undefined;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') return 'Several hosts need network namespaces, and this system has no `ip` (iproute2).';
    return `Several hosts need network namespaces, which nobody may make here: ${stderr.trim()}`;
  }
}
