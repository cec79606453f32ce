import { badRequest, graphError } from './errors';
import { makeSecret, next } from './ids';
import type { Change, GraphState, LinkState } from './model';

/** How the feed misbehaves: limits that a test may switch on. */
export interface DeltaSwitches {
  /** The first row of a round comes once more at its end. */
  readonly duplicates: boolean;
  /** A round begins with the rows of the round before. */
  readonly replay: boolean;
  /** Rows of a round in reverse order. */
  readonly reversed: boolean;
  /** An item moved away and back between two rounds shows as removed only [GH docs#21752]. */
  readonly lostReturns: boolean;
  /** An item that came and went between two rounds is not told at all [UNC for contacts and tasks]. */
  readonly silentShortLives: boolean;
}

export interface DeltaPage {
  readonly rows: readonly Change[];
  readonly link: { readonly kind: 'next' | 'delta'; readonly token: string };
}

/** The kind of id by which the caller knows items: a moved one has two default ids and one immutable. */
export type IdOf = (change: Change) => string;

const gone = (code: string, message: string): Error => graphError(410, code, message);

/**
 * Finds what a link stands for; 410 when it is forgotten (older than `life` seconds, 0 for never) or its folder is gone, 400 for a
 * token that is none [seen live: allodia].
 */
export function openLink(state: GraphState, token: string, scope: string, now: number, life: number): LinkState {
  if (state.deletedFolders.has(scope))
    throw gone('ErrorSyncFolderNotFound', 'The folder that is being synchronized could not be found.');
  const link = state.links.get(token);
  if (!link || link.scope !== scope) throw badRequest('Badly formed token.');
  if (life && now - link.issued > life * 1000)
    throw gone('SyncStateNotFound', "The sync state generation is not found; 'syncStateNotFound'.");
  return link;
}

export const firstLink = (state: GraphState, scope: string, select: LinkState['select'], now: number): LinkState => ({
  ...{ scope, select, issued: now, from: null, until: state.counter, position: null },
});

/** The last change of each item, with the names of all its changes in the span. */
function foldChanges(changes: readonly Change[], idOf: IdOf): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const before = last.get(idOf(change));
    const names = before ? before.names && change.names && [...before.names, ...change.names] : change.names;
    last.delete(idOf(change));
    const { names: _names, ...bare } = change;
    last.set(idOf(change), names ? { ...bare, names } : bare);
  }
  return [...last.values()];
}

function withoutReturns(changes: readonly Change[]): Change[] {
  const left = new Set<string>();
  return changes.filter((change) => {
    if (change.removed === 'changed') left.add(change.immutableId);
    return change.removed !== undefined || !left.has(change.immutableId);
  });
}

/** Without the tombstones of what the chain has never shown. */
function withoutShortLives(rows: readonly Change[], shown: readonly Change[], idOf: IdOf): Change[] {
  const known = new Set(shown.map(idOf));
  return rows.filter((change) => !change.removed || known.has(idOf(change)));
}

/** The rows of a round, fixed when its first page is asked for. */
export function roundRows(state: GraphState, link: LinkState, idOf: IdOf, switches: DeltaSwitches): Change[] {
  const inScope = state.changes.filter((change) => change.scope === link.scope && change.seq <= link.until);
  const later = inScope.filter((change) => change.seq > (link.from ?? 0));
  const span = switches.lostReturns && link.from !== null ? withoutReturns(later) : later;
  const told = foldChanges(span, idOf).filter((change) => link.from !== null || !change.removed);
  const earlier = inScope.filter((change) => !later.includes(change));
  const rows = switches.silentShortLives ? withoutShortLives(told, earlier, idOf) : told;
  const replayed = switches.replay && link.from !== null ? foldChanges(inScope, idOf).slice(0, 2) : [];
  const ordered = switches.reversed ? [...rows].reverse() : rows;
  return [...replayed, ...ordered, ...(switches.duplicates ? ordered.slice(0, 1) : [])];
}

function saveLink(state: GraphState, link: LinkState): string {
  const token = makeSecret(next(state), 'link');
  state.links.set(token, link);
  return token;
}

/** How many rows from where: `repeat` serves a page and points to it again, size 0 is an empty page. */
export interface PageWish {
  readonly size: number;
  readonly repeat: boolean;
  readonly now: number;
}

/** Cuts one page and stores the state behind its link. */
export function nextPage(state: GraphState, link: LinkState, rows: readonly Change[], wish: PageWish): DeltaPage {
  const offset = link.position?.offset ?? 0;
  const end = Math.min(offset + wish.size, rows.length);
  const more = end < rows.length || wish.repeat || wish.size === 0;
  const following: LinkState = more
    ? { ...link, issued: wish.now, position: { rows, offset: wish.repeat ? offset : end } }
    : { ...link, issued: wish.now, from: link.until, until: 0, position: null };
  const token = saveLink(state, following);
  return { rows: rows.slice(offset, end), link: { kind: more ? 'next' : 'delta', token } };
}

/** A link ready to be read: a delta link gets its end now, a next link keeps it. */
export const beginRound = (state: GraphState, link: LinkState): LinkState =>
  link.position || link.until ? link : { ...link, until: state.counter };
