import type { Side, SyncSettings } from '../types';
import type { Content, FieldRule, Hidden } from './model';
import { isSame, projectBy, showBy } from './model';

/** What one field comes to. */
interface Cell {
  readonly name: string;
  /** Values that go over; null where a side keeps its own. */
  readonly to: Readonly<Record<Side, string | null>>;
  /** What counts as agreed from then on; null: as before. */
  readonly base: Readonly<Record<Side, string>> | null;
  readonly isClash: boolean;
  readonly lost: number;
}

export interface Merged {
  readonly cells: readonly Cell[];
  readonly asked: boolean;
}

export const mayWrite = ({ direction }: SyncSettings, side: Side): boolean =>
  direction === 'both' || direction === (side === 'zoho' ? 'toZoho' : 'toOutlook');

/** Who may win a field that both changed; null is a person's decision. Which record is newer nobody can say for sure. */
function winners({ direction, policy, perField }: SyncSettings, name: string): readonly (Side | null)[] {
  if (direction !== 'both') return [direction === 'toZoho' ? 'outlook' : 'zoho'];
  const [field, own] = String(perField ?? '').split('=');
  const rule = field === name ? own : policy;
  if (rule === 'newest') return ['outlook', 'zoho', null];
  return [rule === 'ask' ? null : (rule as Side)];
}

const keep = (name: string): Cell => ({ name, to: { outlook: null, zoho: null }, base: null, isClash: false, lost: 0 });

/** The end of the copy as a person would know it again. */
const endOf = (copy: string): string => copy.slice(-10);

/**
 * Outlook's text with the edit of its shorter copy in it: null where nobody can say where it belongs, undefined where nothing is
 * hidden, as in a text that was cleared in Outlook, or of which the CRM never had a copy.
 */
function placed(rule: FieldRule, base: Hidden['base'], o: string, z: string): string | null | undefined {
  if (o === '') return undefined;
  const whole = base ? (base.outlook[rule.name] ?? '') : o;
  const copy = base ? (base.zoho[rule.name] ?? '') : projectBy(rule)(o);
  const isHidden =
    rule.isCut &&
    copy !== '' &&
    copy.length < whole.length &&
    (projectBy(rule)(whole) !== whole || whole.startsWith(copy));
  if (!isHidden) return undefined;
  const tail = [o.startsWith(copy) ? o.slice(copy.length) : '', whole.slice(copy.length)].find(
    (one) => one && o.endsWith(one),
  );
  const isWithin = z.endsWith(endOf(copy)) && z.length * 2 >= copy.length && !z.startsWith(copy);
  return whole.startsWith(copy) && tail && isWithin ? z + tail : null;
}

function cellOf(
  rule: FieldRule,
  base: Hidden['base'],
  o: string,
  z: string,
  s: SyncSettings,
  newest: Side | null,
): Cell {
  const { name, neverBlank = false } = rule;
  const put = placed(rule, base, o, z);
  const isAsked = put === null && base !== null && s.direction === 'both';
  const noted = (lost: number, isClash = false): Cell => ({
    ...keep(name),
    base: { outlook: o, zoho: z },
    lost,
    isClash,
  });
  const goes = (from: Side, isClash: boolean): Cell => {
    if (!mayWrite(s, from === 'outlook' ? 'zoho' : 'outlook')) return noted(1);
    if (from === 'outlook' && rule.isRefused?.(o)) return noted(0, isClash);
    const value = from === 'outlook' ? projectBy(rule)(o) : (put ?? showBy(rule)(z));
    const to = from === 'outlook' ? { outlook: null, zoho: value } : { outlook: value, zoho: null };
    const after = from === 'outlook' ? { outlook: o, zoho: value } : { outlook: value, zoho: z };
    return { name, to, base: after, isClash, lost: isClash ? 1 : 0 };
  };
  const byO = base === null || (base.outlook[name] ?? '') !== o;
  const byZ = base === null || (base.zoho[name] ?? '') !== z;
  if (!byO && !byZ) return keep(name);
  const hasNoWord = rule.instead !== undefined && rule.isRefused?.(o) === true;
  if (isSame(rule, o, z) || (base === null && hasNoWord)) return noted(0);
  if ((base === null || neverBlank) && (o === '') !== (z === '')) return goes(o === '' ? 'zoho' : 'outlook', false);
  if (isAsked && byZ && !byO) return { ...keep(name), isClash: true };
  const isBehind = base !== null && byZ && typeof put === 'string';
  if (isBehind && projectBy(rule)(o) === projectBy(rule)(base.outlook[name] ?? '')) return goes('zoho', false);
  if (byO && byZ) {
    const options = winners(s, name);
    const winner = options.length > 1 ? newest : (options[0] ?? null);
    return winner === null || (winner === 'zoho' && isAsked) ? { ...keep(name), isClash: true } : goes(winner, true);
  }
  return goes(byO ? 'outlook' : 'zoho', false);
}

/** Every way in which two records may be merged by the stated rules; more than one only where *newest* decides. */
export function merges(
  rules: readonly FieldRule[],
  base: Hidden['base'],
  o: Content,
  z: Content,
  s: SyncSettings,
): readonly Merged[] {
  const ways: readonly (Side | null)[] = ['outlook', 'zoho', null];
  const all = ways.map((newest) => {
    const cells = rules.map((rule) => cellOf(rule, base, o[rule.name] ?? '', z[rule.name] ?? '', s, newest));
    const asked = cells.some(({ isClash, base: agreed }) => isClash && agreed === null);
    return { cells, asked };
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
