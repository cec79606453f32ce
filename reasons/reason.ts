import { isPlainObject, mapValues } from 'lodash';
import type { Label, Language } from './label';
import { answers } from './answers';
import { archive, rules, settings, writes } from './archive';
import { calDav } from './calDav';
import { calendars, meetings } from './calendar';
import { checksOfSync } from './checks';
import { checksOfSides } from './checksOfSides';
import { decisions, guards, matching } from './decisions';
import { mails, recipients, several } from './mails';
import { mailboxes } from './mailbox';
import { microsoft, microsoftSignIn } from './microsoft';
import { outlook, todo } from './outlook';
import { series, seriesLeft, seriesOfSides } from './series';
import { story } from './story';
import { seriesValues, times } from './times';
import { transport } from './transport';
import { undo } from './undo';
import type { NoArgs, Said, SomeReason, Text, Wordings } from './wording';
import { zoho } from './zoho';
import { files, zohoAccount, zohoMails, zohoRecords } from './zohoRecords';
import { zohoRefusals, zohoValues } from './zohoRefusals';
import { zohoAppPassword, zohoSignIn } from './zohoSignIn';

const catalog = {
  ...decisions,
  ...matching,
  ...guards,
  ...undo,
  ...archive,
  ...writes,
  ...settings,
  ...rules,
  ...story,
  ...answers,
  ...mails,
  ...recipients,
  ...several,
  ...outlook,
  ...todo,
  ...times,
  ...series,
  ...seriesOfSides,
  ...seriesLeft,
  ...seriesValues,
  ...meetings,
  ...calendars,
  ...zohoRecords,
  ...zohoAccount,
  ...zohoMails,
  ...files,
  ...transport,
  ...mailboxes,
  ...microsoft,
  ...microsoftSignIn,
  ...zoho,
  ...zohoValues,
  ...zohoRefusals,
  ...zohoSignIn,
  ...zohoAppPassword,
  ...calDav,
  ...checksOfSync,
  ...checksOfSides,
};
type Catalog = typeof catalog;

export type ReasonCode = keyof Catalog;
/** What a reason of this code names. */
export type ReasonArgs<Code extends ReasonCode> = Catalog[Code] extends Wordings<infer Args> ? Args : never;

/**
 * Why something was done, was not done, or is asked: a code and what it names, plain JSON. It is kept, compared and counted as
 * such; words are made of it only where a person reads them, in that person's language.
 */
export type Reason = {
  readonly [Code in ReasonCode]: { readonly code: Code; readonly args: ReasonArgs<Code> };
}[ReasonCode];

type Given<Code extends ReasonCode> = NoArgs extends ReasonArgs<Code> ? [] : [args: ReasonArgs<Code>];

/** `reason('tooManyDeletes', { count: 12, … })`; a code that names nothing takes nothing. */
export const reason = <Code extends ReasonCode>(code: Code, ...[args]: Given<Code>): Reason =>
  ({ code, args: args ?? {} }) as Reason;

export const isReason = (value: unknown): value is Reason =>
  isPlainObject(value) &&
  Object.hasOwn(catalog, String((value as SomeReason).code)) &&
  isPlainObject((value as SomeReason).args);

const isLabel = (value: unknown): value is Label =>
  isPlainObject(value) && typeof (value as Label).en === 'string' && typeof (value as Label).ja === 'string';

/** Every reason and label within plain data, in words; all else as it is. */
export function inWords<T>(value: T, language: Language = 'en'): unknown {
  if (isReason(value)) return sentence(value, language);
  if (isLabel(value)) return value[language];
  if (Array.isArray(value)) return value.map((one) => inWords(one, language));
  return isPlainObject(value) ? mapValues(value as object, (one) => inWords(one, language)) : value;
}

const wordsOf = (said: Reason, language: Language): Said => ({
  ...messageAndStep(said, language),
  toString: () => sentence(said, language),
});

/** An argument as a wording gets it. */
function wordedArg(value: unknown, language: Language): unknown {
  if (isReason(value)) return wordsOf(value, language);
  if (isLabel(value)) return value[language];
  if (Array.isArray(value)) return value.map((one) => wordedArg(one, language));
  return isPlainObject(value) ? mapValues(value as object, (one) => wordedArg(one, language)) : value;
}

function textOf(said: Reason, language: Language): Text {
  const wording = catalog[said.code][language] as Text | ((args: unknown) => Text);
  return typeof wording === 'function' ? wording(wordedArg(said.args, language)) : wording;
}

/** What happened, and what a person can do now ('' where nothing is to be done). */
export function messageAndStep(said: Reason, language: Language = 'en') {
  const text = textOf(said, language);
  const [message, nextStep] = typeof text === 'string' ? [text, ''] : text;
  return { message, nextStep };
}

/** The whole of it in one text. */
export function sentence(said: Reason, language: Language = 'en'): string {
  const { message, nextStep } = messageAndStep(said, language);
  const between = language === 'ja' ? '' : ' ';
  return nextStep ? `${message}${between}${nextStep}` : message;
}

/** One reason as it is, several as one. */
export const severalReasons = (all: readonly Reason[]): Reason =>
  all.length === 1 && all[0] ? all[0] : reason('severalReasons', { reasons: all });

/** The same of troubles, each of which says what to do: the next steps come last, each once. */
export const severalTroubles = (all: readonly Reason[]): Reason =>
  all.length === 1 && all[0] ? all[0] : reason('severalTroubles', { troubles: all });
