import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '../../archive';
import type { Archive } from '../../archive';
import { tableNames } from '../../archive/store/tables';
import { ACCESS_TOKEN } from '../../simulators/graph/state';
import { startSimulators } from '../../simulators/start';
import type { RunningSimulators } from '../../simulators/start';
import { makeArchiveMortal } from '../support/death';
import { kinds } from './kinds';
import { giveTimeBack, startTime, takeTime } from './time';
import type { History, KindWorld } from './types';
import { makeWire } from './wire';

const sides = ['outlook', 'zoho'] as const;

/** Quicker by far than a new file each time, and the same: no row is left. */
async function empty({ db }: Archive): Promise<void> {
  for (const table of tableNames) await db.deleteFrom(table).execute();
}

/** The ready-made tokens outlive every history; that tokens end is played by mishaps. */
function keepTokens({ graph, zoho }: RunningSimulators): void {
  const grant = graph.state.accessTokens.get(ACCESS_TOKEN);
  if (grant) graph.state.accessTokens.set(ACCESS_TOKEN, { ...grant, expires: Infinity });
  zoho.state.tokens = zoho.state.tokens.map((token) => ({ ...token, expires: Infinity }));
}

/** Both simulators, an archive and time itself, once for many histories. */
export async function makeStage() {
  takeTime();
  const makeImmortal = makeArchiveMortal();
  const services = await startSimulators({ seed: 'empty' });
  const wire = makeWire(services);
  const folder = mkdtempSync(join(tmpdir(), 'histories-'));
  const archive = await openArchive(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'));
  const worlds = new Map<string, KindWorld>();

  function worldOf(name: string): KindWorld {
    const kind = kinds[name];
    if (!kind) throw new Error(`there is no kind "${name}"`);
    const world = worlds.get(name) ?? kind.start(services, wire.ask);
    worlds.set(name, world);
    return world;
  }

  return {
    services,
    wire,
    folder,
    archive,
    /** Everything as if nothing had ever been; answers the world of the history's kind. */
    async set({ kind, settings, limits, skew }: History): Promise<KindWorld> {
      startTime();
      for (const side of sides) {
        const service = side === 'zoho' ? services.zoho : services.graph;
        service.reset();
        Object.assign(service.limits, limits[side]);
        service.clock.advance(skew[side] * 1000);
      }
      keepTokens(services);
      await empty(archive);
      const world = worldOf(kind);
      await world.reset(settings);
      return world;
    },
    async stop(): Promise<void> {
      await archive.db.destroy();
      await services.stop();
      makeImmortal();
      giveTimeBack();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Stage = Awaited<ReturnType<typeof makeStage>>;
