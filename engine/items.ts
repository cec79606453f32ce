import { sentence, type Reason } from '../reasons';
import type { CycleRef, Person } from '../archive';
import type { Leaving } from '../sides/outlook';
import type { Decision, Fields, Keys, KindName, Pair, Side, SideRecord } from '../sync/model';

/** What makes two records the same, as the user chose. samePeople: of meetings, their participants, too. addressDecides: of contacts, an e-mail address alone. */
export interface Evidence {
  readonly samePeople: boolean;
  readonly addressDecides: boolean;
}

/** The summary that ends every sync operation's output. It keeps the workflow going where nothing changed. */
export interface CycleItem {
  /** What was done, for whoever looks at the item. */
  readonly says?: string;
  readonly cycle: CycleRef;
  readonly side: Side | null;
  readonly counts: Readonly<Record<string, number>>;
  /** Whose cycle it is, where one workflow syncs many people. */
  readonly person?: Person;
  /** What the Matcher was told: the plan of what is not in this batch has to go by it as well. */
  readonly evidence?: Evidence;
  /** Of a sync that is left: what is to be taken off, and, once the side was gone through, how many records it has to be tried again for. */
  readonly leave?: { readonly what: readonly Leaving[]; readonly preview: boolean; readonly again?: number };
  /** The cycle whose work this one takes back. */
  readonly undoes?: string;
  /** Of a preview: by what a run can be bound to the plan that was shown. */
  readonly plan?: {
    readonly hash: string;
    readonly preview: boolean;
    /** API credits of Zoho CRM that it costs. */
    readonly credits?: number;
    readonly stoppedBy?: readonly { readonly id: string; readonly reason: string }[];
  };
}

/** A record of one side that changed since both sides last agreed. */
export interface ChangeItem {
  readonly cycle: CycleRef;
  readonly kind: KindName;
  readonly side: Side;
  readonly change: 'new' | 'edited' | 'deleted';
  readonly link: string | null;
  readonly ref: string;
  readonly version: string | null;
  readonly label: string;
  readonly fields: Fields;
  /** By what it is recognised on the other side. */
  readonly keys: Keys;
}

/** Two records that are the same thing. Without a cycle the archive has no part in it. */
export interface PairItem {
  readonly cycle?: CycleRef;
  readonly kind: KindName;
  readonly label: string;
  readonly pair: Pair;
}

/** A record without a counterpart. */
export interface OnlyItem {
  readonly cycle?: CycleRef;
  readonly kind: KindName;
  readonly label: string;
  readonly side: Side;
  readonly change: 'new';
  readonly record: SideRecord;
}

export interface AmbiguousItem {
  readonly cycle?: CycleRef;
  readonly kind: KindName;
  readonly label: string;
  /** In words. */
  readonly reason: string;
  readonly outlook: readonly unknown[];
  readonly zoho: readonly unknown[];
}

/** What became of one write. */
export interface Applied {
  readonly side: Side;
  readonly op: string;
  readonly ref: string | null;
  readonly outcome: string;
  readonly message?: string;
}

export interface DecisionItem {
  readonly cycle?: CycleRef;
  readonly kind: KindName;
  readonly label: string;
  /** Why it was decided so, in words. */
  readonly reason: string;
  readonly decision: Decision;
  readonly applied?: readonly Applied[];
  /** Only to be looked at: Apply Decisions passes it on. */
  readonly preview?: boolean;
}

/** Which sync is checked, and which account each side of it has had so far. */
export interface CheckRef {
  readonly sync: string;
  readonly kind: KindName;
  readonly known: { readonly [S in Side]?: string };
  /** By what the end of the check finds the archive, to keep what was found; none where it does not open. */
  readonly into?: CycleRef;
}

/** One line of a check before the first run: it walks through the nodes of a sync as a cycle would, and nothing else comes with it. */
export interface CheckItem {
  readonly checked: string;
  /** What was looked at and what was found, for whoever says it in another language. */
  readonly found: { readonly thing: string; readonly reason: Reason };
  readonly verdict: 'ok' | 'attention' | 'fails';
  readonly says: string;
  readonly nextStep: string;
  readonly side: Side | null;
  /** The node that looked. */
  readonly node: string;
  readonly check: CheckRef;
  /** Of a side that was read: whose it is. */
  readonly account?: string;
}

/** Where an item came from: its place among the items of an input. n8n calls it a paired item. */
export interface Source {
  readonly item: number;
  readonly input?: number;
}
export type Lineage = Source | Source[];
/** One of our items, with where it came from. */
export interface Sourced<T, From extends Lineage = Lineage> {
  readonly json: T;
  readonly from: From;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCycleRef = (value: unknown): value is CycleRef =>
  isObject(value) && typeof value.id === 'string' && typeof value.sync === 'string' && typeof value.fence === 'number';

export const cycleOf = (json: Json): CycleRef | null => (isCycleRef(json.cycle) ? json.cycle : null);

/** How each of our items is told from the others, and from anything else that flows through a workflow. */
export const isCycleItem = (json: unknown): json is CycleItem =>
  isObject(json) && isCycleRef(json.cycle) && isObject(json.counts);
export const isChangeItem = (json: unknown): json is ChangeItem =>
  isObject(json) && isCycleRef(json.cycle) && typeof json.change === 'string' && typeof json.ref === 'string';
export const isCheckItem = (json: unknown): json is CheckItem =>
  isObject(json) && isObject(json.check) && typeof json.verdict === 'string';
export const isPairItem = (json: unknown): json is PairItem => isObject(json) && isObject(json.pair);
export const isOnlyItem = (json: unknown): json is OnlyItem => isObject(json) && isObject(json.record);
export const isDecisionItem = (json: unknown): json is DecisionItem => isObject(json) && isObject(json.decision);

export const cycleItem = (cycle: CycleRef, side: Side | null, counts: CycleItem['counts'] = {}): CycleItem => ({
  side,
  counts,
  cycle,
});

/** A decision on its way to the sides, with its reason in words beside it. */
export const decisionItem = ({ cycle, kind }: PairItem | OnlyItem, decision: Decision): DecisionItem => ({
  label: decision.label,
  reason: sentence(decision.reason),
  kind,
  decision,
  ...(cycle && { cycle }),
});
