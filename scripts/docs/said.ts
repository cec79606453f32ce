import { join } from 'node:path';
import { filesIn } from '../../test/support/sourceTree';
import type { Language } from '../../reasons/label';
import { kindName, sideName, type Said as SaidReason, type Text, type Wordings } from '../../reasons/wording';
import { placeholders } from './messageWords';
import { inLanguage } from './page';

/** A message in one language: what is the matter, and what to do now ('': nothing, or it is said already). */
export interface Message {
  readonly message: string;
  readonly step: string;
}

type Args = Readonly<Record<string, unknown>>;
export type Wording = Wordings<never>;

/** ‹name›, as it stands for what a message names. Throws for an argument that has no word: whoever adds one adds it there. */
function placeholder(name: string, language: Language): string {
  const said = placeholders[name];
  if (!said) throw new Error(`The argument ${name} needs a word in scripts/docs/messageWords.ts`);
  return `‹${inLanguage(said, language)}›`;
}

/** A number that reads as a placeholder and counts as several. */
const several = (text: string) => ({ toString: () => text, toLocaleString: () => text, valueOf: () => 2 });

const numbers = [
  'count',
  'links',
  'outlook',
  'zoho',
  'max',
  'most',
  'maxDeletes',
  'maxDeletePercent',
  'status',
  'days',
];
const lists = [
  ...[
    'fields',
    'names',
    'labels',
    'choices',
    'addresses',
    'modules',
    'scopes',
    'facts',
    'conditions',
    'dates',
    'allowed',
  ],
];

const insertion = (text: string): SaidReason => ({ message: text, nextStep: '', toString: () => text });

/** What has an inside of its own. */
const nested: Readonly<Record<string, (language: Language) => unknown>> = {
  reasons: (language) => [insertion(placeholder('reasons', language))],
  troubles: (language) => [insertion(placeholder('troubles', language))],
  why: (language) => insertion(placeholder('why', language)),
  recipients: (language) => [{ who: placeholder('who', language), reason: insertion(placeholder('reason', language)) }],
  meetings: (language) => [
    {
      date: placeholder('date', language),
      now: placeholder('time', language),
      fields: [placeholder('field', language)],
    },
  ],
  news: (language) => ({ outlook: placeholder('count', language), zoho: placeholder('count', language) }),
  edits: (language) => ({ outlook: placeholder('count', language), zoho: placeholder('count', language) }),
};

/** What is one of a few things, each of which may be said in words of its own. */
const alternatives: Readonly<Record<string, readonly unknown[]>> = {
  ...{ deleted: [true, false], edited: [false, true], isPage: [false, true], ofModule: [false, true] },
  sort: ['invitations', 'updates', 'cancellations'],
};

/** What is one of a few names, and else the same sentence. */
const interchangeable: Readonly<Record<string, readonly unknown[]>> = {
  ...{ side: ['outlook', 'zoho'], gone: ['outlook', 'zoho'], undoIn: ['outlook', 'zoho'], kind: ['contact', 'task'] },
};

function argument(name: string, language: Language): unknown {
  const inside = nested[name];
  if (inside) return inside(language);
  const text = placeholder(name, language);
  if (numbers.includes(name)) return several(text);
  return lists.includes(name) ? [text] : text;
}

/** All arguments, made as they are asked for; what was asked for is put down. */
function argsFor(given: Args, language: Language, asked: Set<string>): Args {
  const read = (_target: object, name: string | symbol): unknown => {
    if (typeof name === 'symbol') return undefined;
    asked.add(name);
    return name in given ? given[name] : argument(name, language);
  };
  const names = () => [...new Set([...Object.keys(given), 'name', 'module', 'count', 'outlook', 'zoho'])];
  const described = () => ({ enumerable: true, configurable: true });
  return new Proxy({}, { get: read, ownKeys: names, getOwnPropertyDescriptor: described });
}

function sayOnce(wording: Wording, language: Language, given: Args, asked = new Set<string>()): Message {
  const said = wording[language] as Text | ((args: Args) => Text);
  const text = typeof said === 'function' ? said(argsFor(given, language, asked)) : said;
  const [message, step] = typeof text === 'string' ? [text, ''] : text;
  return { message, step };
}

const names = [
  ...['Outlook', 'Zoho CRM', 'Microsoft'],
  ...(['en', 'ja'] as const).flatMap((language) => [kindName[language].contact, kindName[language].task]),
];
const nameOf = new RegExp(`(${names.join('|')})`);
const sides = ['Microsoft', ...Object.values(sideName)];

/** Two sentences as one, if they differ in such names alone; null if not. */
function mergedText(a: string, b: string, language: Language): string | null {
  const [one, other] = [a.split(nameOf), b.split(nameOf)];
  const isAlike = one.length === other.length && one.every((part, at) => at % 2 === 1 || part === other[at]);
  if (!isAlike) return null;
  const shown = (part: string): string => (sides.includes(part) ? `‹${part}›` : placeholder('kind', language));
  return one.map((part, at) => (part === other[at] ? part : shown(part))).join('');
}

function merged(a: Message, b: Message, language: Language): readonly Message[] {
  const [message, step] = [mergedText(a.message, b.message, language), mergedText(a.step, b.step, language)];
  return message === null || step === null ? [a, b] : [{ message, step }];
}

/** Every way in which it is said, with each argument that is one of a few things as each of them. */
function variants(wording: Wording, language: Language, left: readonly string[], given: Args): readonly Message[] {
  const [name, ...rest] = left;
  if (name === undefined) return [sayOnce(wording, language, given)];
  const values = alternatives[name] ?? interchangeable[name] ?? [];
  const all = values.map((value) => variants(wording, language, rest, { ...given, [name]: value }));
  const [first = [], second = []] = all;
  if (name in alternatives || first.length !== second.length) return all.flat();
  return first.flatMap((one, at) => merged(one, second[at] as Message, language));
}

/** What a person may read of a reason, each text once. */
export function messagesOf(wording: Wording, language: Language): readonly Message[] {
  const asked = new Set<string>();
  const first = Object.fromEntries(
    Object.entries({ ...alternatives, ...interchangeable }).map(([name, [value]]) => [name, value]),
  );
  sayOnce(wording, language, first, asked);
  const few = [...Object.keys(alternatives), ...Object.keys(interchangeable)].filter((name) => asked.has(name));
  const all = variants(wording, language, few, first);
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

const isWording = (value: unknown): value is Wording =>
  typeof value === 'object' && value !== null && 'en' in value && 'ja' in value;

/** Every reason of every catalog, by the catalog's name. */
export function catalogs(): Readonly<Record<string, readonly Wording[]>> {
  const found: Record<string, readonly Wording[]> = {};
  for (const file of filesIn('reasons')) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const all = require(join('../..', file)) as Readonly<Record<string, unknown>>;
    for (const [name, catalog] of Object.entries(all)) {
      const wordings = typeof catalog === 'object' && catalog !== null ? Object.values(catalog).filter(isWording) : [];
      if (wordings.length > 0) found[name] = wordings;
    }
  }
  return found;
}
