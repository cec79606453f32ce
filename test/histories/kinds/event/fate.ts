import type { SyncSettings } from '../../types';
import { HAL } from './forms';
import type { Field, Shown } from './view';

/** What both sides may show of a field once a cycle is through. `open`: it is not agreed yet, and stays to be done from there. */
export interface Fate {
  readonly outlook: string;
  readonly zoho: string;
  readonly open?: Pick<Case, 'base'>;
}

/** One field of a meeting that both sides have, as the rules of the README know it. */
export interface Case {
  readonly field: Field;
  /** What both showed when they last agreed; null at their first meeting. */
  readonly base: { readonly outlook: string; readonly zoho: string } | null;
  readonly outlook: string;
  readonly zoho: string;
  readonly settings: SyncSettings;
  /** Outlook must not be written: somebody else's meeting, participants who would be mailed, exceptions that would be forgotten. */
  readonly held: boolean;
  /** The CRM lets nobody change it: rule and days of a series. */
  readonly fixed: boolean;
  /** Both changed it, though it may look otherwise. */
  readonly isClash?: boolean;
  /** A person was asked about the meeting: nobody can say which of two is newer when their times are the same. */
  readonly isAsked?: boolean;
}

/** The nearest reminder that the CRM can say, of those that people set here. */
const reminders: Readonly<Record<string, string>> = { '90': '120' };
const list = (set: string): readonly string[] => set.split(', ').filter(Boolean);

/** A field of Outlook as the CRM holds it. */
export function inZoho(field: Field, value: string): string {
  if (field === 'subject') return value.slice(0, 255).trim();
  if (field === 'people')
    return list(value)
      .filter((one) => one !== HAL)
      .join(', ');
  return field === 'reminder' ? (reminders[value] ?? value) : value;
}

/** Whoever joined or left a list since it was last agreed joins or leaves the other one; all others stay. */
function withChanges(set: string, from: string, to: string): string {
  const stay = list(set).filter((one) => !list(from).includes(one) || list(to).includes(one));
  return [...new Set([...stay, ...list(to).filter((one) => !list(from).includes(one))])].sort().join(', ');
}

const keep = ({ outlook, zoho }: Case): Fate => ({ outlook, zoho });
/** As it is, and still to be settled. */
export const stay = (c: Omit<Case, 'settings' | 'held'>): Fate => ({ outlook: c.outlook, zoho: c.zoho, open: c });

function toZoho(c: Case): Fate {
  if (c.settings.direction === 'toOutlook' || c.fixed) return keep(c);
  const zoho =
    c.field === 'people' && c.base
      ? withChanges(c.zoho, inZoho('people', c.base.outlook), inZoho('people', c.outlook))
      : inZoho(c.field, c.outlook);
  return { outlook: c.outlook, zoho };
}
function toOutlook(c: Case): Fate {
  // Inviting people mails them.
  if (c.settings.direction === 'toZoho' || c.field === 'people') return keep(c);
  return c.held ? stay(c) : { outlook: c.zoho, zoho: c.zoho };
}

/** Who wins a field that both changed to different values; both, or a person, where the sides' clocks decide. */
function winners({ settings, field, isAsked }: Case): readonly ('outlook' | 'zoho' | 'ask')[] {
  if (settings.direction === 'toZoho') return ['outlook'];
  if (settings.direction === 'toOutlook') return ['zoho'];
  const rule = field === 'place' ? (settings.placeWins ?? settings.policy) : settings.policy;
  if (rule === 'newest') return ['outlook', 'zoho', ...(isAsked ? ['ask' as const] : [])];
  return [rule === 'outlook' ? 'outlook' : 'zoho'];
}

/** A time is three things that go over together: what sort it is, when it begins, when it ends. */
const parts = ({ field }: Case, value: string): readonly string[] => (field === 'time' ? value.split(' ') : [value]);

type Move = 'none' | 'outlook' | 'zoho' | 'clash';
function moveOf(c: Case): Move {
  const [outlook, zoho] = [parts(c, c.outlook), parts(c, c.zoho)];
  const [wasOutlook, wasZoho] = [parts(c, c.base?.outlook ?? ''), parts(c, c.base?.zoho ?? '')];
  const moves = outlook.map((value, n): Move => {
    const [mine, theirs] = [value !== wasOutlook[n], zoho[n] !== wasZoho[n]];
    if ((!mine && !theirs) || inZoho(c.field, value) === zoho[n]) return 'none';
    if (mine && theirs) return 'clash';
    return mine ? 'outlook' : 'zoho';
  });
  const found = [...new Set(moves.filter((one) => one !== 'none'))];
  return found.length > 1 ? 'clash' : (found[0] ?? 'none');
}

/** At the first meeting a blank is filled. */
function filled({ base, outlook, zoho }: Case): Move | null {
  if (base || (outlook === '') === (zoho === '')) return null;
  return outlook === '' ? 'zoho' : 'outlook';
}

/** A title of which the CRM has but the beginning: what is edited there goes into the whole, or a person is asked. */
function ofCutTitle(c: Case): readonly Fate[] | null {
  const { base, field, outlook, zoho } = c;
  const isCut = field === 'subject' && base?.outlook === outlook && inZoho('subject', outlook) !== outlook;
  if (!isCut || zoho === base?.zoho || c.isClash || c.settings.direction !== 'both') return null;
  const whole = zoho + outlook.slice(base?.zoho.length);
  return [stay(c), ...(c.held ? [] : [{ outlook: whole, zoho: inZoho('subject', whole) }])];
}

/** All that may become of the field. */
export function fatesOf(c: Case): readonly Fate[] {
  if (c.base === null && inZoho(c.field, c.outlook) === c.zoho) return [keep(c)];
  const ofTitle = ofCutTitle(c);
  if (ofTitle) return ofTitle;
  const isClash = c.base === null || c.isClash === true;
  const move = filled(c) ?? (isClash ? 'clash' : moveOf(c));
  if (move === 'none') return [keep(c)];
  const ways = move === 'clash' ? winners(c) : [move];
  const goes = { outlook: toZoho, zoho: toOutlook, ask: stay };
  return ways.map((way) => goes[way](c));
}

/** A new record in the CRM, and one in Outlook, as the other side has it. */
export const madeInZoho = (shown: Shown): Partial<Shown> => ({
  ...{ subject: inZoho('subject', shown.subject), time: shown.time, place: shown.place, text: shown.text },
  ...{ reminder: inZoho('reminder', shown.reminder), people: inZoho('people', shown.people) },
  ...{ rule: shown.rule, moved: '' },
  off: [...new Set([...list(shown.off), ...shown.moved.split('; ').flatMap((one) => one.slice(0, 10) || [])])]
    .sort()
    .join(', '),
});
export const madeInOutlook = (shown: Shown): Partial<Shown> => ({ ...shown, people: '', moved: '' });
