import type { Finished } from '../support/finished';
import type { LoggedRequest } from '../../simulators/common/requestLog';
import type { Life } from '../support/death';
import { liveBy, makeLife, settleDown } from '../support/death';
import { goingOn } from '../support/pipeline';
import type { Stage } from './stage';
import { passTime } from './time';
import type { Decided, History, KindWorld, Mishap, Problem, Side, Step, SyncSettings, WriteSeen } from './types';

/** What was played, for the figures of a soak. */
export interface Tally {
  cycles: number;
  requests: number;
  deaths: number;
  overlaps: number;
  /** Mishaps that struck, by sort. */
  readonly faults: Record<string, number>;
  survived: number;
  settled: number;
}

export interface Played {
  readonly problems: readonly Problem[];
  readonly tally: Tally;
}

interface Ran {
  readonly finished: Finished | null;
  readonly died: boolean;
  readonly error: Error | null;
}

/** Most rounds that the end may take. */
const PATIENCE = 14;
const DAY = 24 * 3600;
/** A run that has something left begins the next one within so long, in seconds. */
const AT_ONCE = 5;
/** The CRM counts whole seconds, so what is younger may show itself a cycle later. */
const SHOWN_AFTER = 2000;

/** Somebody who plays one history. */
class Player {
  readonly problems: Problem[] = [];
  readonly tally: Tally = { cycles: 0, requests: 0, deaths: 0, overlaps: 0, faults: {}, survived: 0, settled: 0 };
  private settings: SyncSettings;
  private lastDeed = 0;
  private decided: Decided[] = [];
  /** The run that has just ended, with nothing done by anybody since. */
  private before: Finished | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly world: KindWorld,
    history: History,
  ) {
    this.settings = history.settings;
  }

  private async run(life: Life): Promise<Ran> {
    const { folder, services, wire } = this.stage;
    const house = {
      folder,
      connection: services.connection,
      life,
      request: wire.request(life),
      ...goingOn(this.before),
    };
    const see = (node: string, items: readonly { json: object }[]): void => {
      if (node === 'Conflict Resolver') this.decided.push(...items.map(({ json }) => json as Decided));
    };
    const settled = await life.live(() =>
      this.world.run(house, this.settings, see).then(
        (finished) => ({ finished, error: null }),
        (error: unknown) => ({ finished: null, error: error as Error }),
      ),
    );
    return settled === 'died' ? { finished: null, error: null, died: true } : { ...settled.value, died: false };
  }

  private requests(): readonly (LoggedRequest & { side: Side })[] {
    const { graph, zoho } = this.stage.services;
    return [
      ...graph.log.list().map((one) => ({ ...one, side: 'outlook' as const })),
      ...zoho.log.list().map((one) => ({ ...one, side: 'zoho' as const })),
    ];
  }

  private writes(): readonly WriteSeen[] {
    const isWrite = ({ method, path }: LoggedRequest): boolean =>
      method !== 'GET' && !/\/(coql|\$batch|token)$/.test(path);
    return this.requests()
      .filter(isWrite)
      .map(({ side, method, path, query, status, body }) => ({ side, method, path, query, status, body }));
  }

  private expect(mishaps: readonly Mishap[]): void {
    this.stage.services.graph.log.clear();
    this.stage.services.zoho.log.clear();
    this.stage.wire.expect(mishaps);
    this.decided = [];
  }

  /** Looks at what a run has left behind; `whole`: whatever could be agreed must be agreed now. */
  private look(ran: readonly Ran[], startedAt: number): void {
    const { wire } = this.stage;
    const struck = wire.struck();
    for (const { fault } of struck) {
      const sort = fault.status && /status/.test(fault.kind) ? `${fault.kind} ${fault.status}` : fault.kind;
      this.tally.faults[sort] = (this.tally.faults[sort] ?? 0) + 1;
    }
    this.tally.cycles += ran.length;
    this.tally.requests += this.requests().length;
    const finished = ran.map((one) => one.finished).find((one) => one !== null) ?? null;
    for (const { error } of ran)
      if (error && struck.length === 0)
        this.problems.push({ rule: 'ends', text: `a run without any mishap failed: ${error.stack ?? error.message}` });
    const unexplained = this.world.unexplained(this.writes(), this.decided);
    for (const { method, path } of unexplained)
      this.problems.push({ rule: 'explained', text: `no decision explains ${method} ${path}` });
    const isUndisturbed =
      ran.length === 1 &&
      struck.length === 0 &&
      finished !== null &&
      finished.pending === 0 &&
      startedAt - this.lastDeed >= SHOWN_AFTER;
    const clean = isUndisturbed && finished.parked === 0;
    this.problems.push(...this.world.saw({ settings: this.settings, clean, isUndisturbed, finished }));
  }

  private async cycle({ after, mishaps, dies = 0 }: Extract<Step, { do: 'cycle' }>): Promise<Ran> {
    passTime(after * 1000);
    if (after > AT_ONCE) this.before = null;
    // asked to wait, a run that follows another waits at its start
    passTime(Math.max(0, (this.before?.askedToWait?.until ?? 0) - Date.now()));
    this.expect(mishaps);
    const startedAt = Date.now();
    const life = makeLife(dies);
    liveBy(life);
    const ran = await this.run(life);
    if (ran.died) this.tally.deaths += 1;
    await settleDown(this.stage.wire.isQuiet);
    liveBy(makeLife());
    this.look([ran], startedAt);
    this.before = ran.finished;
    return ran;
  }

  private async twoCycles({ apart }: Extract<Step, { do: 'two cycles' }>): Promise<void> {
    this.expect([]);
    this.tally.overlaps += 1;
    const startedAt = Date.now();
    const life = makeLife();
    liveBy(life);
    let isOver = false;
    const first = this.run(life).finally(() => (isOver = true));
    while (!isOver && life.taken < apart) await new Promise((resolve) => setImmediate(resolve));
    const second = this.run(makeLife());
    this.look(await Promise.all([first, second]), startedAt);
  }

  private readonly does: { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>) => unknown } = {
    person: async ({ deed }) => {
      passTime(400);
      if (await this.world.act(deed)) this.lastDeed = Date.now();
    },
    cycle: (step) => this.cycle(step),
    'two cycles': (step) => this.twoCycles(step),
    settings: ({ settings }) => void (this.settings = { ...this.settings, ...settings }),
    wait: ({ seconds }) => passTime(seconds * 1000),
  };

  /** Plays until something is wrong, or to the end of the steps. */
  async steps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (this.problems.length > 0) return;
      if (step.do !== 'cycle') this.before = null;
      await (this.does[step.do] as (step: Step) => unknown)(step);
    }
  }

  /** Rounds until nothing is written and nothing waits, time enough between them for every pause; then one more. */
  async end(): Promise<void> {
    if (this.problems.length > 0) return;
    const calm = { do: 'cycle', mishaps: [] } as const;
    const { round = 1 } = this.world;
    let quiet = 0;
    for (let n = 0; n < PATIENCE * round && quiet < 2 * round; n += 1) {
      if (this.problems.length > 0) return;
      const { finished } = await this.cycle({ ...calm, after: n % round === 0 ? (n === 0 ? 600 : DAY) : 60 });
      // What a service refused changed nothing, and is told.
      const isStill = this.writes().every(({ status }) => status >= 400);
      const isQuiet = finished !== null && finished.pending === 0 && isStill;
      quiet = isQuiet ? quiet + 1 : 0;
      if (!finished || quiet < 2 * round) continue;
      this.problems.push(...(await this.world.judge({ settings: this.settings, finished })));
    }
    if (quiet < 2 * round)
      this.problems.push({ rule: 'quiet', text: `it still writes or waits after ${PATIENCE * round} cycles` });
    Object.assign(this.tally, this.world.edits());
  }
}

/** Plays a history from an empty world to its end, and says what is wrong. */
export async function play(stage: Stage, history: History): Promise<Played> {
  const world = await stage.set(history);
  const player = new Player(stage, world, history);
  await player.steps(history.steps);
  await player.end();
  return { problems: player.problems, tally: player.tally };
}
