/** Modules in which people are found by their address. */
export type PeopleModule = 'Contacts' | 'Leads';

/** A CRM record that an address belongs to. `exact`: by the very address, not only by it without its tag. */
export interface AddressHit {
  readonly module: PeopleModule;
  readonly id: string;
  readonly name: string;
  readonly exact: boolean;
}

/** What becomes of a recipient. */
export interface TargetRules {
  /** Among whom recipients are looked for. */
  readonly match: readonly PeopleModule[];
  /** Whom a mail goes to when it is a contact's and a lead's address. */
  readonly bothHit: 'contact' | 'both';
  /** What is created when nobody has the address; null for nothing. */
  readonly create: PeopleModule | null;
}

/** An address that several records of one module have: a person has to say which is meant. */
export interface AmbiguousHits {
  readonly module: PeopleModule;
  readonly candidates: readonly AddressHit[];
}

export interface ChosenTargets {
  readonly records: readonly AddressHit[];
  readonly ambiguous: readonly AmbiguousHits[];
  readonly create: PeopleModule | null;
}

/** Modules to look an address up in: also where somebody would be created, so that nobody ever is twice. */
export const modulesToSearch = ({ match, create }: TargetRules): readonly PeopleModule[] => [
  ...new Set([...match, ...(create ? [create] : [])]),
];

/** Whoever has the very address goes before whoever has it without its tag. */
function hitsIn(hits: readonly AddressHit[], module: PeopleModule): readonly AddressHit[] {
  const here = [...new Map(hits.filter((hit) => hit.module === module).map((hit) => [hit.id, hit])).values()];
  const exact = here.filter((hit) => hit.exact);
  return exact.length > 0 ? exact : here;
}

const chosenFrom = (all: readonly (readonly AddressHit[])[]): ChosenTargets => ({
  records: all.flatMap((found) => (found.length === 1 ? found : [])),
  ambiguous: all.flatMap((found) =>
    found.length > 1 && found[0] ? [{ module: found[0].module, candidates: found }] : [],
  ),
  create: null,
});

/** Whose mail it is. Two of a module give none of it; by "the contact" no lead stands in for an unclear contact. */
export function chooseTargets(hits: readonly AddressHit[], { match, bothHit, create }: TargetRules): ChosenTargets {
  const order = (['Contacts', 'Leads'] as const).filter((module) => match.includes(module));
  const found = order.map((module) => hitsIn(hits, module)).filter((some) => some.length > 0);
  if (found.length > 0) return chosenFrom(bothHit === 'contact' ? found.slice(0, 1) : found);
  const there = create ? hitsIn(hits, create) : [];
  if (there.length > 0) return chosenFrom([there]);
  return { records: [], ambiguous: [], create };
}
