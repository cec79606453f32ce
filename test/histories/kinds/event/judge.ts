import { pick as only } from 'lodash';
import type { Problem, Side, SyncSettings } from '../../types';
import type { Case, Fate } from './fate';
import { fatesOf, inZoho, madeInOutlook, madeInZoho, stay } from './fate';
import type { Both, Field, OneSide, Shown } from './view';
import { fields } from './view';
import type { BySide, Life } from './life';
import { sides, other, presence, isAs, allows } from './life';

/** All but the exceptions of a series. */
const plainFields = fields.filter((one) => one !== 'off' && one !== 'moved');
const NOT_IT = '\u0000';
/** Why Outlook must not be written. */
const isHeld = (event: OneSide): boolean => event.foreign || event.shown.people !== '';
const isTorn = ({ shown }: OneSide): boolean => shown.rule !== '' && (shown.off !== '' || shown.moved !== '');
const dayOf = (time: string): string => {
  const at = time.split(' ')[1] ?? '';
  return at.includes('T') ? new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 10) : at;
};

/** A series of this rule (as `view.ts` words it) has a meeting on that date. */
function hasDay(rule: string, date: string): boolean {
  const [type, interval, count, start = ''] = rule.split(' ');
  const days = (Date.parse(date) - Date.parse(start)) / 86_400_000;
  const at = days / (Number(interval) * (type === 'weekly' ? 7 : 1));
  return Number.isInteger(at) && at < Number(count);
}

export interface Seen {
  readonly before: Both;
  readonly after: Both;
  /** A person is asked about it. */
  readonly isAsked: boolean;
  /** It was refused, and is tried again later: until then other settings change nothing. */
  readonly isParked: boolean;
  /** It was refused by an earlier cycle, and this one did not look at it. */
  readonly isUntried: boolean;
}

/** Judges one meeting after a cycle that nothing disturbed; afterwards, what is there counts as agreed. */
export function makeJudge(life: Life, { before, after, isAsked, isParked, isUntried }: Seen, settings: SyncSettings) {
  const problems: Problem[] = [];
  const [stood, now] = [presence(before), presence(after)];
  const wrong = (rule: Problem['rule'], text: string): void =>
    void problems.push({ rule, text: `${life.token}: ${text}` });
  const was = (side: Side, field: Field): string =>
    life.put[side].get(field) ?? life.base?.[side][field] ?? before[side][0]?.shown[field] ?? '';
  const shows = (side: Side, field: Field): string => after[side][0]?.shown[field] ?? '';
  const isDirty = life.since.length > 0;
  const touched = (side: Side): readonly Field[] =>
    [...life.put[side]].filter(([field, value]) => value !== life.base?.[side][field]).map(([field]) => field);

  function rebase(open: ReadonlySet<Field> = new Set()): void {
    const [outlook, zoho] = [after.outlook[0]?.shown, after.zoho[0]?.shown];
    for (const side of sides) for (const field of fields) if (!open.has(field)) life.put[side].delete(field);
    life.maybe = [];
    if (!outlook || !zoho) return;
    const old = life.base;
    const pick = (side: Side, shown: Shown): Shown =>
      Object.fromEntries(
        fields.map((f) => [f, open.has(f) ? (old?.[side][f] ?? (f === 'off' ? '' : shown[f])) : shown[f]]),
      ) as Shown;
    life.base = { outlook: pick('outlook', outlook), zoho: pick('zoho', zoho) };
  }

  function frozen(why: string): void {
    for (const side of sides) {
      if (stood[side] === 'absent') {
        if (now[side] !== 'absent') wrong('once', `${why}, and yet it was made in ${side}`);
        continue;
      }
      if (now[side] === 'absent') wrong('survives', `${why}, and yet it is gone in ${side}`);
      else
        for (const field of fields)
          if (shows(side, field) !== before[side][0]?.shown[field])
            wrong('survives', `${why}, and yet ${field} in ${side} is now "${shows(side, field)}"`);
    }
  }

  /** Of changed meetings, the words that the series itself has neither had nor got: those come into sight or go as the series changes. */
  function ownWords(moved: string): string {
    const seen = [life.base, ...life.sights].map((one) => one?.outlook);
    const shown = [...seen, before.outlook[0]?.shown, after.outlook[0]?.shown];
    const series = new Set(
      shown.flatMap((one) => (one ? [one.subject, one.place] : [])).map((word) => word || '(blank)'),
    );
    const own = moved.split('; ').map((one) => one.split(/: |, /).filter((word) => !series.has(word)));
    return own.flatMap((one) => (one.length > 1 ? [one.join(', ')] : [])).join('; ');
  }

  function ofSeries(open: Set<Field>, unsure: [Field, Case['base']][]): void {
    const set = (value: string): readonly string[] => value.split(', ').filter(Boolean);
    const [offBefore, offAfter] = [set(was('outlook', 'off')), set(shows('outlook', 'off'))];
    const [outThere, knownThere] = [set(was('zoho', 'off')), set(life.base?.zoho.off ?? '')];
    const lost = offBefore.filter((date) => !offAfter.includes(date));
    if (lost.length > 0) wrong('survives', `the meetings of ${lost.join(', ')} are no longer cancelled in Outlook`);
    const news = outThere.filter((date) => !knownThere.includes(date));
    const isNews = (date: string) => life.maybe.some((one) => !set(one?.zoho.off ?? '').includes(date));
    const takenOut = [...news, ...outThere.filter(isNews)];
    const made = offAfter.filter((date) => !offBefore.includes(date) && !takenOut.includes(date));
    if (made.length > 0) wrong('survives', `the meetings of ${made.join(', ')} were cancelled in Outlook by nobody`);
    if (shows('zoho', 'off') !== was('zoho', 'off')) wrong('survives', `the days of the series were changed in zoho`);
    if (ownWords(shows('outlook', 'moved')) !== ownWords(was('outlook', 'moved')))
      wrong('survives', `changed meetings of the series are now "${shows('outlook', 'moved')}"`);
    const event = before.outlook[0];
    const free = event && !isHeld(event) && allows(settings, 'outlook') && !touched('outlook').includes('off');
    const moved = was('outlook', 'moved');
    // Outlook's rule may have been changed there, which the CRM lets nobody do: then it has no meeting on some days of the CRM's.
    const isMeant = (date: string): boolean => !offAfter.includes(date) && !moved.includes(date);
    // A cycle in which something went wrong may have told it, and a person has changed the rule in Outlook since, which forgets it.
    const wasTold = (date: string): boolean => life.sights.some((one) => set(one.outlook.off).includes(date));
    const isMissed = (date: string): boolean => isMeant(date) && hasDay(was('outlook', 'rule'), date) && !wasTold(date);
    const missed = news.filter(isMissed);
    // A cycle that was cut short may have left it for good, where the direction then had it so.
    const mayBeLeft = isDirty && life.settings.some((one) => !allows(one, 'outlook'));
    // What Outlook could not be told yet is told once it may be.
    if (missed.length > 0 && allows(settings, 'outlook') && !mayBeLeft) open.add('off');
    if (missed.length > 0 && mayBeLeft)
      unsure.push(['off', { outlook: life.base?.outlook.off ?? '', zoho: life.base?.zoho.off ?? '' }]);
    if (free && !isDirty && missed.length > 0) wrong('survives', `${missed.join(', ')} are not cancelled in Outlook`);
  }

  function isFixed(field: Field): boolean {
    if (was('outlook', 'rule') === '' && was('zoho', 'rule') === '') return false;
    const rule = life.base !== null && was('outlook', 'rule') !== life.base.outlook.rule;
    return (
      field === 'rule' || (field === 'time' && (rule || dayOf(was('outlook', 'time')) !== dayOf(was('zoho', 'time'))))
    );
  }

  /** What else the field may have been agreed to be. */
  function otherBases(field: Field): readonly Case['base'][] {
    const of = (one: BySide<Shown>) => ({ outlook: one.outlook[field], zoho: one.zoho[field] });
    // A cycle in which something went wrong may have agreed what both showed after it: an edit after that is one of its own.
    const alike = life.sights.map(of).filter(({ outlook, zoho }) => inZoho(field, outlook) === zoho);
    const isAlike = life.base !== null && life.base.outlook[field] === life.base.zoho[field];
    const maybe = life.maybe.filter((one) => one !== null || !isAlike);
    return [...alike, ...maybe.map((one) => one && of(one))];
  }

  function fates(field: Field): readonly Fate[] {
    // In a meeting that a colleague hosts in the CRM everybody keeps the reminder of their own.
    const isOwn = field === 'reminder' && before.zoho[0]?.others === true;
    const mayBeOwn = isOwn || (field === 'reminder' && life.others);
    const kept = mayBeOwn ? [{ outlook: was('outlook', field), zoho: was('zoho', field) }] : [];
    return isOwn && !isDirty ? kept : [...kept, ...fatesOfShared(field)];
  }

  function fatesOfShared(field: Field): readonly Fate[] {
    const event = before.outlook[0];
    const held = Boolean(event && field !== 'reminder' && (isHeld(event) || (field === 'time' && isTorn(event))));
    const base = life.base && { outlook: life.base.outlook[field], zoho: life.base.zoho[field] };
    const given = {
      field,
      base,
      outlook: was('outlook', field),
      zoho: was('zoho', field),
      fixed: isFixed(field),
      isAsked,
    };
    // What a cycle wrote in which something went wrong is there, though it counts for no more than a sight.
    const there = (side: Side): string => life.put[side].get(field) ?? before[side][0]?.shown[field] ?? '';
    const mayHaveWritten = isDirty || life.maybe.some((one) => one?.outlook[field] === there('outlook'));
    const both = mayHaveWritten ? [given, { ...given, outlook: there('outlook'), zoho: there('zoho') }] : [given];
    const under = isDirty ? [...life.settings, settings] : [settings];
    const cases = both.flatMap((one) => under.map((its) => ({ ...one, settings: its })));
    const all = cases.flatMap((c) => {
      // Cut short, a cycle may have brought one over before the other came.
      const isBoth = isDirty && life.put.outlook.has(field) && life.put.zoho.has(field);
      const alone: Omit<Case, 'held'>[] = isBoth
        ? [{ ...c, settings: { ...c.settings, policy: 'newest', placeWins: 'newest' }, isClash: true }]
        : [];
      // A cycle that was cut short may have paired them before a person changed one.
      const paired = [
        { outlook: c.outlook, zoho: NOT_IT },
        { outlook: NOT_IT, zoho: c.zoho },
      ].map((to) => ({ ...c, base: to }));
      if (isDirty && base === null) alone.push(...paired.map((one) => ({ ...one, isClash: false })));
      alone.push(...otherBases(field).map((other) => ({ ...c, base: other })));
      const holds = isDirty && held ? [true, false] : [held];
      return [c, ...alone].flatMap((x) => holds.flatMap((h) => fatesOf({ ...x, held: h })));
    });
    return isUntried ? [...all, stay(given)] : all;
  }

  /** What stays to be done may have been agreed otherwise than is known, by a cycle in which something went wrong: as it was then, in these fields. */
  function stillOpen(open: ReadonlySet<Field>, agreed: Life['maybe']): void {
    const { base } = life;
    if (!base) return;
    life.maybe = agreed.flatMap((one) => {
      const alike = [...open].filter((field) => one && inZoho(field, one.outlook[field]) === one.zoho[field]);
      if (!one || alike.length === 0) return [];
      return [
        { outlook: { ...base.outlook, ...only(one.outlook, alike) }, zoho: { ...base.zoho, ...only(one.zoho, alike) } },
      ];
    });
  }

  /** Where a cycle in which something went wrong may have agreed a field, or not, and both look alike: it may still be done. */
  function perhapsOpen(bases: readonly (readonly [Field, Case['base']])[]): void {
    const { base } = life;
    if (!base) return;
    const others = bases.flatMap(([field, was]) =>
      was ? [{ outlook: { ...base.outlook, [field]: was.outlook }, zoho: { ...base.zoho, [field]: was.zoho } }] : [],
    );
    life.maybe.push(...others);
  }

  function merged(): void {
    const open = new Set<Field>();
    const unsure: [Field, Case['base']][] = [];
    const isFirst = life.base === null || life.maybe.includes(null);
    let isWaiting = false;
    for (const field of plainFields) {
      const may = fates(field);
      const [outlook, zoho] = [shows('outlook', field), shows('zoho', field)];
      const fate = may.find((one) => one.outlook === outlook && one.zoho === zoho);
      const edited = sides.filter((side) => touched(side).includes(field));
      if (!fate) {
        const words = may.map((one) => `"${one.outlook}" and "${one.zoho}"${one.open ? ', waiting' : ''}`).join(' or ');
        const base = life.base
          ? `"${life.base.outlook[field]}" and "${life.base.zoho[field]}"`
          : 'unknown to each other';
        wrong(
          edited.length > 0 ? 'survives' : 'equal',
          `${field} was ${base}, then "${was('outlook', field)}" and "${was('zoho', field)}", so it should be ${words}; it is "${outlook}" and "${zoho}"`,
        );
      }
      if (fate?.open) open.add(field);
      const waiting = may.filter((one) => one.open && one.outlook === outlook && one.zoho === zoho);
      isWaiting ||= waiting.length > 0;
      if (fate && !fate.open) unsure.push(...waiting.map((one): [Field, Case['base']] => [field, one.open!.base]));
      if (fate && edited.length === 1 && !fate.open) life.survived += 1;
      if (fate && (edited.length === 2 || fate.open)) life.settled += 1;
    }
    ofSeries(open, unsure);
    life.link = 'live';
    const agreed = [...life.maybe, ...life.sights];
    rebase(open);
    stillOpen(open, agreed);
    perhapsOpen(unsure);
    // What their first meeting could not write is not agreed: it is written once Outlook may be, or as other settings have it.
    const isLeft = plainFields.some((field) => inZoho(field, shows('outlook', field)) !== shows('zoho', field));
    if (isFirst && (isWaiting || isLeft)) life.maybe = [null];
  }

  function made(side: Side): void {
    const [from, to] = [after[other(side)][0], after[side][0]];
    if (!from || !to) return wrong('survives', `it is not in ${to ? other(side) : side}`);
    for (const field of fields)
      if (shows(other(side), field) !== was(other(side), field))
        wrong('survives', `${field} in ${other(side)} is now "${shows(other(side), field)}"`);
    const expected = side === 'zoho' ? madeInZoho(from.shown) : madeInOutlook(from.shown);
    for (const [field, value] of Object.entries(expected))
      if (shows(side, field as Field) !== value)
        wrong('equal', `made in ${side}, ${field} should be "${value}"; it is "${shows(side, field as Field)}"`);
    if (life.link === 'none') life.survived += 1;
    life.link = 'live';
    life.gone[side] = false;
    life.own[side] = to.own;
    rebase();
  }

  function alone(gone: Side): void {
    const kept = other(gone);
    const record = before[kept][0];
    const mayBeEdited = life.maybe.some(
      (one) => one === null || fields.some((field) => one[kept][field] !== record?.shown[field]),
    );
    const isKept = now[allows(settings, gone) ? gone : kept] !== 'absent';
    // One copy that is gone takes a colleague's meeting from nobody, and does not come back.
    if (gone === 'outlook' && isDirty && (life.others || record?.others)) return lenient();
    if (gone === 'outlook' && record?.others) {
      frozen('it is of a colleague');
      life.link = 'paused';
      life.settled += 1;
      return;
    }
    const isEdited = touched(kept).length > 0 || (mayBeEdited && isKept);
    if (isEdited && allows(settings, gone)) return made(gone);
    const held = kept === 'outlook' && record && isHeld(record);
    if (!isEdited && settings.deletes === 'delete' && allows(settings, kept) && !held) {
      if (now[kept] !== 'absent') wrong('survives', `deleted in ${gone}, it should be deleted in ${kept} too`);
      return;
    }
    frozen(`deleted in ${gone}`);
    const waits = isParked || (!isEdited && settings.deletes === 'delete' && allows(settings, kept) && held);
    life.link = waits ? 'live' : 'paused';
    life.settled += 1;
  }

  function fresh(): void {
    const [only] = sides.filter((side) => stood[side] === 'live' && stood[other(side)] === 'absent');
    if (stood.outlook === 'live' && stood.zoho === 'live') return merged();
    const isLater =
      life.direction !== null && life.direction !== settings.direction && now[other(only ?? 'zoho')] === 'absent';
    if (only && allows(settings, other(only)) && !isLater) return made(other(only));
    frozen('not synced');
    rebase();
    life.base = null;
  }

  function linked(): void {
    if (stood.outlook === 'live' && stood.zoho === 'live') return merged();
    if (sides.some((side) => stood[side] === 'outside')) {
      life.link = 'paused';
      return frozen('outside of what is synced');
    }
    const gone = sides.find((side) => stood[side] === 'absent');
    if (gone && stood[other(gone)] === 'live') alone(gone);
  }

  function paused(): void {
    if (stood.outlook === 'live' && stood.zoho === 'live') return merged();
    const gone = sides.find((side) => stood[side] === 'absent');
    if (gone && stood[other(gone)] === 'live' && life.stood[other(gone)] === 'outside') return alone(gone);
    frozen('left alone');
  }

  /** What people changed on one side only of a meeting that every cycle since has left alone. */
  function untold(): ReadonlySet<Field> {
    const isAway = life.since.every((one) => sides.some((side) => one[side] === 'outside'));
    const isOpen =
      isAway && life.base !== null && [...life.settings, settings].every((one) => one.direction === 'both');
    const onOne = (field: Field) => sides.filter((side) => touched(side).includes(field)).length === 1;
    const differs = (field: Field) => shows('outlook', field) !== shows('zoho', field);
    return new Set(isOpen ? plainFields.filter((field) => onOne(field) && differs(field)) : []);
  }

  /** Agreed, but that Outlook may not have been told yet on which days the CRM's series does not take place. */
  function rebasedWithout(): void {
    rebase();
    const { base } = life;
    if (base && base.zoho.off !== base.outlook.off) life.maybe = [{ ...base, zoho: { ...base.zoho, off: '' } }];
    // What Outlook may not be told is not agreed, whoever edited it.
    const event = after.outlook[0];
    if (event && isHeld(event) && plainFields.some((field) => shows('outlook', field) !== shows('zoho', field)))
      life.maybe = [...life.maybe, null];
  }

  /** After a cycle that was cut short while it came or went, several ends are right; but none in which it is lost. */
  function lenient(): void {
    const keeps = [...life.settings, settings].every(({ deletes }) => deletes === 'keep');
    for (const side of sides)
      if (keeps && stood[side] !== 'absent' && now[side] === 'absent') wrong('survives', `it is gone in ${side}`);
    const isBoth = now.outlook !== 'absent' && now.zoho !== 'absent';
    const isAway = sides.some((side) => stood[side] === 'outside');
    life.link = !isBoth ? 'unsure' : isAway ? 'paused' : 'live';
    if (life.link !== 'paused') return rebasedWithout();
    // An edit that no cycle agreed is still one when its meeting comes back: as the window moves on, or as somebody brings it.
    const left = untold();
    const maybe = [...life.maybe, ...(left.size > 0 ? [] : life.sights), life.base];
    rebase(left);
    life.maybe = maybe;
  }

  // Made by a cycle that was cut short, and deleted since: it may have come to be known as a pair in between.
  const wasPaired = life.link === 'none' && life.sights.length > 0 && sides.some((side) => stood[side] === 'absent');
  const steady = !wasPaired && [...life.since, life.stood].every((one) => isAs(one, stood));
  return {
    problems,
    judge(): void {
      const isKept = !life.gone.outlook && !life.gone.zoho;
      const isNew = life.link === 'none' && isKept && life.since.every((one) => isAs(one, stood));
      if (life.link === 'unsure' || (isDirty && !steady && !isNew)) lenient();
      else ({ none: fresh, live: linked, paused })[life.link]();
      if (now.outlook === 'absent' && now.zoho === 'absent') life.base = null;
      life.stood = now;
      life.since = [];
      life.sights = [];
      life.others = false;
      life.settings = [];
      life.direction = settings.direction;
    },
  };
}
