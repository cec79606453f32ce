import type * as fc from 'fast-check';
import type { Fault } from '../../simulators/common/faults';
import type { RunningSimulators } from '../../simulators/start';
import type { House } from '../support/fakeN8n';
import type { Finished } from '../support/finished';
import type { See, Settings as NodeSettings } from '../support/pipeline';

/**
 * A history: what people did on both sides, cycles in between, and what went wrong meanwhile. Plain data, so that it can be printed
 * as a table, kept as a named test and played again.
 */
export interface History {
  readonly kind: string;
  /** What the sync is set to at first. */
  readonly settings: SyncSettings;
  /** Switches of the simulators that are set otherwise: page sizes, duplicates, the lag of the search. */
  readonly limits: Readonly<Record<Side, Readonly<Record<string, number | boolean>>>>;
  /** How far, in seconds, the services' clocks are off ours. */
  readonly skew: Readonly<Record<Side, number>>;
  readonly steps: readonly Step[];
}

export type Side = 'outlook' | 'zoho';

/** What the sync is set to, in the history's own words: `direction: 'both'`, `policy: 'zoho'`, … A kind knows what is behind them. */
export type SyncSettings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type Values = Readonly<Record<string, unknown>>;

/** What a person does. `who` numbers the records of a history; a deed about one that is not there (any more) is passed over. */
export interface Deed {
  readonly on: Side | 'both';
  /** `create`, `edit`, `delete`, `move`, `tag`, … as the kind names it. */
  readonly what: string;
  readonly who: number;
  readonly values?: Values;
}

/** A fault that strikes during one cycle. `at`: the how manieth request to that side it strikes, from 1. */
export interface Mishap {
  readonly side: Side;
  readonly at: number;
  readonly fault: Fault;
}

export type Step =
  | { readonly do: 'person'; readonly deed: Deed }
  /** One run, so many seconds after what was before; `dies`: the how manieth moment (request out, answer in, call of the archive) it dies at. */
  | { readonly do: 'cycle'; readonly after: number; readonly mishaps: readonly Mishap[]; readonly dies?: number }
  /** Two runs at once; `apart`: moments of the first that pass before the second starts. */
  | { readonly do: 'two cycles'; readonly apart: number }
  /** The sync is set otherwise from now on; only these change. */
  | { readonly do: 'settings'; readonly settings: SyncSettings }
  /** Time passes, for everybody. */
  | { readonly do: 'wait'; readonly seconds: number };

/** How a cycle went. */
export interface CycleSeen {
  readonly settings: SyncSettings;
  /**
   * Nothing struck, it lived, met no other, left nothing pending or parked, and every deed before it was old enough to be shown:
   * whatever could be agreed is agreed now. Otherwise each record may or may not have been brought over.
   */
  readonly clean: boolean;
  /** As `clean`, but records may be parked: for kinds whose rules refuse some writes for good. */
  readonly isUndisturbed: boolean;
  readonly finished: Finished | null;
}

/** A write that reached a service, of the request logs. Parts of a batch come one by one. */
export interface WriteSeen {
  readonly side: Side;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly body: unknown;
}

/** A decision as the resolver passed it on. */
export interface Decided {
  readonly decision?: {
    readonly verdict: string;
    readonly writes: readonly { readonly side: Side; readonly op: string; readonly ref: string | null }[];
  };
}

/** What is wrong in the end; `rule` says which promise is broken. */
export interface Problem {
  readonly rule: 'equal' | 'survives' | 'once' | 'unmapped' | 'quiet' | 'explained' | 'mailed' | 'ends';
  readonly text: string;
}

/** The state after the last cycle. */
export interface End {
  readonly settings: SyncSettings;
  readonly finished: Finished;
}

/** One kind's records on both simulators, what people do to them, and what must have become of them. */
export interface KindWorld {
  /** So many runs are a round; one unless told. */
  readonly round?: number;
  /** Both services are empty and at their own clock's start: puts there what every history of this kind needs, and forgets the last. */
  reset(settings: SyncSettings): void | Promise<void>;
  /** A person does it now, past the sync (straight into the simulators' state, or by a request that is not logged as ours). False when it made no sense. */
  act(deed: Deed): boolean | Promise<boolean>;
  /**
   * One run of the kind's template in-process, with `settings` put into its nodes; null when another held the lease. Time stands
   * still while it runs, so *Start Cycle* must end at once when another is at work (`whenBusy: 'end'`).
   */
  run(house: House, settings: SyncSettings, see?: See): Promise<Finished | null>;
  /** Is told how each cycle went, for the oracle, and says what is wrong by then; it may look at both services. */
  saw(cycle: CycleSeen): readonly Problem[];
  /** Writes of one run that no decision of that run explains. */
  unexplained(writes: readonly WriteSeen[], decided: readonly Decided[]): readonly WriteSeen[];
  /** Both sides equal, every edit survived or lost by the stated policy, nobody twice, nothing unmapped touched. */
  judge(end: End): readonly Problem[] | Promise<readonly Problem[]>;
  /** Edits so far that had to survive, and that a stated rule settled. */
  edits(): { readonly survived: number; readonly settled: number };
}

/** A person's request, with a token of its own; throws where it is refused. */
export type Ask = (side: Side, method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

/** What the histories need to know of a kind. */
export interface HistoryKind {
  /** As `--kind` names it: contacts, tasks, events, mail. */
  readonly name: string;
  readonly settings: fc.Arbitrary<SyncSettings>;
  /** Of one history: deeds are drawn from this one, in a row. `who` from 0 to about 4, so that they meet. */
  readonly deed: fc.Arbitrary<Deed>;
  /** A regular expression on path and query for faults of lists (`emptyPage`, `duplicatePage`) and of change feeds (410), side by side. */
  readonly lists: Readonly<Record<Side, string>>;
  /** `ask`: how people's requests go, past the request logs of a run. */
  start(services: RunningSimulators, ask: Ask): KindWorld;
}

export type { NodeSettings };
