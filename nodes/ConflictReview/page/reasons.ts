import type { Review } from '../../../archive';
import type { Language } from '../../../reasons/label';
import { kinds } from '../../../sync/kinds';
import { fieldLabel } from './values';

const keyNames = Object.values(kinds).flatMap((kind) => [kind.keyNames.strong, kind.keyNames.weak]);
const key = (text: string | undefined): string => keyNames.find(({ en }) => en === text)?.ja ?? text ?? '';
const counted = (text: string): string =>
  text.replace(/(\d+) in (Outlook|Zoho CRM)/g, '$2 に $1 件').replace(/, /g, '、');

type Saying = readonly [pattern: RegExp, say: (...found: string[]) => string];

/** What the core says of a question, in Japanese; a sentence that is not here stays as it is. */
const sayings: readonly Saying[] = [
  [
    /^edited on both sides: who wins in (.+)\?$/,
    (_, fields) => `両方で変更されました。どちらを採用しますか: ${fields}`,
  ],
  [/^edited on both sides$/, () => '両方で変更されました'],
  [/^(.+): who wins in (.+)\?$/, (_, _story, fields) => `値が異なります。どちらを採用しますか: ${fields}`],
  [
    /^deleted in (Outlook|Zoho CRM), but edited in (Outlook|Zoho CRM): keep the edit or delete it\?$/,
    (_, gone, kept) => `${gone} で削除されましたが、${kept} で変更されました。変更を残しますか、削除しますか`,
  ],
  [
    /^deleted in (Outlook|Zoho CRM): delete it in (Outlook|Zoho CRM) too\?$/,
    (_, gone, kept) => `${gone} で削除されました。${kept} でも削除しますか`,
  ],
  [/^the same (.+) more than once: (.+)$/, (_, by, where = '') => `同じ${key(by)}が複数あります: ${counted(where)}`],
  [
    /^the same (.+) is in (Outlook|Zoho CRM) already, outside of what is synced$/,
    (_, by, side) => `同じ${key(by)}のものが、同期の対象外で ${side} にすでにあります`,
  ],
  [
    /^the same (.+) in (Outlook|Zoho CRM) belongs to another (Outlook|Zoho CRM) record already$/,
    (_, by, side, mine) => `${side} の同じ${key(by)}のものは、すでに別の ${mine} の記録と組になっています`,
  ],
  [
    /^(\d+) of (\d+) linked records would be deleted \(limits: (\d+) records, (\d+) %\)$/,
    (_, count, all, most, percent) =>
      `組になっている ${all} 件のうち ${count} 件が削除されます (上限 ${most} 件、${percent} %)`,
  ],
  [
    /^all (\d+) linked records are gone from (Outlook|Zoho CRM) at once$/,
    (_, count, side) => `組になっている ${count} 件がすべて ${side} から一度に消えました`,
  ],
  [
    /^(\d+) of (\d+) linked records changed in (Outlook|Zoho CRM) at once$/,
    (_, count, all, side) => `組になっている ${all} 件のうち ${count} 件が ${side} で一度に変更されました`,
  ],
];

/** The core names fields in English; the page has names for them in the reader's language. */
function withLabels({ kind, reason, details }: Review, language: Language): string {
  const open = details.is === 'pair' ? details.clashes.filter(({ winner }) => winner === null) : [];
  const labels = open.map(({ field }) => fieldLabel(kind, field, language)).join('、');
  return labels ? reason.replace(/who wins in .+\?$/, () => `who wins in ${labels}?`) : reason;
}

/** Why a person is asked, in the reader's language. */
export function reasonText(review: Review, language: Language): string {
  if (language === 'en') return review.reason;
  const reason = withLabels(review, language);
  const found = sayings.find(([pattern]) => pattern.test(reason));
  return found ? reason.replace(found[0], (...all) => found[1](...(all as string[]))) : reason;
}
