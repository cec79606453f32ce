import { asString, type Base, type Fields, type Value } from '../model';

/** What a meeting without a subject is called where one must have some. */
export const NAMELESS = 'Meeting without a subject';
const CANCELLED = 'Cancelled: ';
/** What Exchange puts before the subject itself, in the language of whoever cancelled: as far as these words are known. */
const cancelledWords = [
  'cancell?ed|abgesagt|annulée?|annullat[oa]|cancelad[oa]|anulad[oa]|cancel·lad[oa]|geannuleerd|aflyst|avlyst|inställ[td]',
  'peruu?tettu|aflýst|odwołan[eoa]|anulowan[eoa]|zrušen[oéá]|lemondva|törölve|anulat[ăa]?|[iİ]ptal( edildi)?|ακυρώθηκε',
  'отменен[оа]?|скасован[оа]|отказан[оа]|otkazan[oa]|odpovedano|tühistatud|atcelts?|atšaukta|dibatalkan|đã hủy',
  'בוטל[הו]?|تم الإلغاء|ملغ[اى]|ยกเลิก(แล้ว)?|キャンセル(済み)?|中止|已取消|取消|취소(됨)?',
];
const saysCancelled = new RegExp(`^\\s*(${cancelledWords.join('|')})\\s*[:：]\\s*`, 'iu');
/** In any language: a few words and a colon. */
const anyWord = /^[^:：]{1,30}[:：]\s*$/u;

/** The subject, or what stands in for it. */
export const subjectOf = ({ subject }: Fields): string => (asString(subject).trim() ? asString(subject) : NAMELESS);

/** What stands before a subject and says that it is cancelled: a word that is known, or what came before the subject agreed on. */
function wordOf(subject: string, agreed: string | null): string {
  const known = saysCancelled.exec(subject)?.[0];
  if (known !== undefined || agreed === null || !subject.endsWith(agreed)) return known ?? '';
  const before = subject.slice(0, -agreed.length);
  return anyWord.test(before) ? before : '';
}

/** Does the subject say itself that the meeting is cancelled? */
function tellsItself(subject: string, base: Base | null): boolean {
  if (base?.outlook.cancelled === true && !saysCancelled.test(subject))
    return !asString(base.zoho.subject).startsWith(CANCELLED);
  return wordOf(subject, base && subjectOf(base.outlook)) !== '';
}

/** The title in Zoho, which cannot be told that a meeting was cancelled. `base`: what both sides showed when they last agreed. */
export function titleInZoho(f: Fields, base: Base | null = null): string {
  const subject = subjectOf(f);
  return f.cancelled === true && !tellsItself(subject, base) ? `${CANCELLED}${subject}` : subject;
}

/** A subject without a known word for "cancelled" in front. */
export const withoutCancelledWord = (subject: string): string => subject.replace(saysCancelled, '');

const bare = (title: string, word: string): string =>
  word && title.startsWith(word) ? title.slice(word.length) : withoutCancelledWord(title);

/** Was the word for "cancelled" put before the subject, and nothing else changed? */
export function gotOnlyTheWord(was: Fields, now: Fields): boolean {
  const [before, subject] = [subjectOf(was), subjectOf(now)];
  return now.cancelled === true && bare(subject, wordOf(subject, before)) === withoutCancelledWord(before);
}

/**
 * What a title of Zoho's says of a meeting that was cancelled: the word for that is no part of it, and stays as Outlook has it.
 * `own`: what Outlook showed when both last agreed; `now`: what it shows.
 */
export function subjectFromZoho(title: Value | undefined, own: Fields, now: Fields): Value {
  const known = wordOf(asString(own.subject), null);
  const word = known || wordOf(asString(now.subject), subjectOf(own));
  const rest = bare(asString(title), word);
  const said = known === '' && gotOnlyTheWord(own, now) ? now : own;
  return rest === bare(subjectOf(said), word) ? (said.subject ?? null) : `${word}${rest}`;
}
