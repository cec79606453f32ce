import type { GraphConnection } from './graph';
import { graphConnection, makeGraphSimulator } from './graph';
import { loadSeed } from './seeds';
import type { ZohoConnection } from './zoho';
import { makeZohoSimulator, zohoConnection } from './zoho';

export interface StartOptions {
  /** Name of a world (`empty`, `small`, `demo`, `load:1000`) or a JSON file of the same shape. */
  readonly seed?: string;
  readonly zohoPort?: number;
  readonly graphPort?: number;
  /** Address to listen on, where others than this machine are to reach them; 127.0.0.1 when left out. */
  readonly host?: string;
}

export interface Connection {
  readonly zoho: ZohoConnection;
  readonly graph: GraphConnection;
}

/**
 * Starts both simulators with a seeded world. Ports are free ones unless given. Notifications go to plain
 * http addresses too, which the real service refuses: a program under test listens on this machine.
 */
export async function startSimulators(options: StartOptions = {}) {
  const world = loadSeed(options.seed ?? 'empty');
  const [zoho, graph] = [
    makeZohoSimulator({ httpNotifications: true }),
    makeGraphSimulator({ httpNotifications: true }),
  ];
  zoho.seed(world.zoho);
  graph.seed(world.graph);
  const stop = async (): Promise<void> => void (await Promise.all([zoho.stop(), graph.stop()]));
  try {
    const connection: Connection = {
      zoho: zohoConnection(await zoho.start(options.zohoPort, options.host)),
      graph: graphConnection(graph, await graph.start(options.graphPort, options.host)),
    };
    return { zoho, graph, connection, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export type RunningSimulators = Awaited<ReturnType<typeof startSimulators>>;
