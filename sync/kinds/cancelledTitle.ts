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

/** Does the subject say itself that the meeting is cancelled? By a word that is known, or by what came before the subject agreed on. */
function tellsItself(subject: string, base: Base | null): boolean {
  if (saysCancelled.test(subject) || base === null) return saysCancelled.test(subject);
  if (base.outlook.cancelled === true) return !asString(base.zoho.subject).startsWith(CANCELLED);
  const known = subjectOf(base.outlook);
  return subject.endsWith(known) && anyWord.test(subject.slice(0, -known.length));
}

/** The title in Zoho, which cannot be told that a meeting was cancelled. `base`: what both sides showed when they last agreed. */
export function titleInZoho(f: Fields, base: Base | null = null): string {
  const subject = subjectOf(f);
  return f.cancelled === true && !tellsItself(subject, base) ? `${CANCELLED}${subject}` : subject;
}

/** A subject without a known word for "cancelled" in front. */
export const withoutCancelledWord = (subject: string): string => subject.replace(saysCancelled, '');

/** What a title of Zoho's says of a meeting that was cancelled: the word for that is no part of it, and stays as Outlook has it. */
export function subjectFromZoho(title: Value | undefined, own: Fields): Value {
  const rest = withoutCancelledWord(asString(title));
  const subject = asString(own.subject);
  const word = subject.slice(0, subject.length - withoutCancelledWord(subject).length);
  return rest === withoutCancelledWord(subjectOf(own)) ? (own.subject ?? null) : `${word}${rest}`;
}
