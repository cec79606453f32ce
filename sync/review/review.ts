import type { Reason } from '../../reasons';
import type { Refusal } from '../guard';
import type { PlanCounts } from '../plan';
import type { Base, Clash, Decision, Fields, NamedRecord, Side, SideRecord, Value } from '../model';

/** What a side tells of a record for a person to decide by, asked once the question was put. */
export interface Told {
  /** The version of which it was told: who changed it is true of that one alone. */
  readonly version: string | null;
  /** As the side shows it, also of one that is not synced. */
  readonly name?: string | null;
  /** Whose record it is, by name. */
  readonly owner?: string | null;
  /** Who changed it last, by name. */
  readonly by?: string | null;
  /** Where to open it. */
  readonly link?: string | null;
}

/** One record as a person is shown it. `taken`: it has its partner already. */
export interface ReviewRecord {
  readonly ref: string;
  readonly version: string | null;
  readonly modifiedAt: string | null;
  readonly state: SideRecord['state'];
  readonly label: string;
  readonly fields: Fields;
  readonly taken?: boolean;
  readonly told?: Told;
}

/** What happened to the two records of a conflict, as far as rules tell cases apart. `lost`: deleted here, edited there. */
export type ConflictCase = 'edited' | `deleted:${Side}` | `lost:${Side}`;

/** Two records that are the same thing, and what of them no rule settles. `base`: what each side showed when both last agreed. */
export interface PairDetails {
  readonly is: 'pair';
  readonly happened: ConflictCase;
  readonly outlook: ReviewRecord;
  readonly zoho: ReviewRecord;
  readonly base: Base | null;
  /** The fields in question; empty where it is about a deletion. */
  readonly clashes: readonly Clash[];
  /** The rule that was not enough. */
  readonly rule: Reason;
}

/** More than two records that could be the same, or two of which one has its partner. */
export interface CandidatesDetails {
  readonly is: 'candidates';
  readonly outlook: readonly ReviewRecord[];
  readonly zoho: readonly ReviewRecord[];
  readonly rule: Reason;
}

/** A record that may be meant by a name, with what tells it from others of that name. */
export interface Namesake extends NamedRecord {
  /** Of a company its city, of a person the company. */
  readonly place?: string | null;
  readonly email?: string | null;
  /** Whose record it is, by name. */
  readonly owner?: string | null;
  /** Where to open it. */
  readonly link?: string | null;
}

/** A name several records of a side go by: a person has to say which one is meant. */
export interface Lookup {
  /** Neutral field: `companyName` or `managerName`. */
  readonly field: string;
  readonly name: string;
  readonly candidates: readonly Namesake[];
}

/** Names of a record that several records of the CRM go by (two companies called ACME). */
export interface LookupDetails {
  readonly is: 'lookup';
  readonly asked: readonly Lookup[];
  readonly rule: Reason;
}

/** One decision of a stopped plan. */
export interface PlanLine {
  readonly label: string;
  readonly reason: Reason;
  readonly writes: readonly { readonly side: Side; readonly op: string; readonly fields: readonly string[] }[];
}

/** A plan that a guard stopped. `lines`: its deletions first, then the rest, 200 at most. */
export interface PlanDetails {
  readonly is: 'plan';
  readonly refusals: readonly Refusal[];
  readonly plan: PlanCounts;
  readonly lines: readonly PlanLine[];
  readonly rule: Reason;
}

/** What a person needs to see to answer a review, by what it is about. */
export type ReviewDetails = PairDetails | CandidatesDetails | LookupDetails | PlanDetails;

/** A value for one field of both records: that of a side, or one that a person typed. */
export type FieldAnswer = { readonly take: Side } | { readonly value: Value };

/**
 * take: what this side says goes to the other (of a deletion: it is deleted there, too, or created here again). fields: the same
 * field by field; a typed value goes to both. dismiss: both keep their own until one changes again. pass: the stopped plan may go
 * this once. join: these two are the same. neverPair: never pair these; each is then matched as if the others did not exist.
 * unlink: the same, said of a pair: its link goes, and each side gets its own copy of the other's record. choose: which record a
 * name means, its ref by the field that has the name; a field that is not named stays as it is.
 */
export type ReviewAnswer =
  | { readonly take: Side }
  | { readonly fields: Readonly<Record<string, FieldAnswer>> }
  | { readonly dismiss: true }
  | { readonly pass: true }
  | { readonly join: { readonly outlook: string; readonly zoho: string } }
  | { readonly neverPair: true }
  | { readonly unlink: true }
  | { readonly choose: Readonly<Record<string, string>> };

/** The fields of a decision that a person has to decide. */
export const openClashes = ({ clashes }: Pick<Decision, 'clashes'>): readonly Clash[] =>
  clashes.filter(({ winner }) => winner === null);
