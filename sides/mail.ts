import { htmlToText, readablePart, tokensOf } from './html';

/** The text of a mail as it goes to the CRM. */
export type MailBody = { readonly format: 'html' | 'text'; readonly content: string };

/** What Zoho takes of a mail's text (v8 docs: "Associate email"), in UTF-16 units. */
export const MOST_BODY = 32_000;
const CUT_NOTICE = '[… The rest of this mail is only in Outlook.]';
const cutMarks = { html: `<p><b>${CUT_NOTICE}</b></p>`, text: `\n\n${CUT_NOTICE}` } as const;

/** Word's style sheets and comments are often longer than the mail itself, and images within the text are of no use in the CRM. */
const withoutUnread = (html: string): string =>
  tokensOf(html)
    .filter((token) => token.kind === 'text' || !token.unread)
    .map(({ from, to }) => html.slice(from, to))
    .join('')
    .replace(/src="data:[^"]{200,}"/gi, '')
    .replace(/[ \t\r\n]{2,}/g, '\n');

/** Never in the middle of a tag, an entity or a letter. */
function cutAt(text: string, most: number, isHtml: boolean): string {
  const part = text.slice(0, most);
  // A tag or a comment that is cut in two is none.
  const whole = isHtml ? part.slice(0, tokensOf(part).at(-1)?.to ?? 0).replace(/(?:<[/!]?-?|&[#\w]{0,10})$/, '') : part;
  return whole.replace(/[\ud800-\udbff]$/, '');
}

/** The text within Zoho's limit; what is cut off is said at its end, in the text itself. */
export function fitBody({ format, content }: MailBody): MailBody & { readonly cut: boolean } {
  if (content.length <= MOST_BODY) return { format, content, cut: false };
  const isHtml = format === 'html';
  // What stands behind that is cut off, like all that does not fit.
  const read = isHtml ? readablePart(content) : content;
  const small = isHtml ? withoutUnread(read) : read;
  if (small.length <= MOST_BODY && read.length === content.length) return { format, content: small, cut: false };
  const mark = cutMarks[format];
  return { format, content: cutAt(small, MOST_BODY - mark.length, isHtml) + mark, cut: true };
}

/** The same without formatting. */
export const toPlainText = ({ format, content }: MailBody): MailBody =>
  format === 'text' ? { format, content } : { format: 'text', content: htmlToText(content) };

/** Something attached to a mail. item: another mail or an appointment. link: a file in a cloud, which is no file of the mail. */
export interface AttachmentOffer {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly type: string;
  readonly kind: 'file' | 'item' | 'link';
}

export interface AttachmentContent extends AttachmentOffer {
  readonly bytes: Uint8Array;
}

/** Where the attachments of one mail come from. */
export interface AttachmentSource {
  /** null: the mail is no longer there. */
  readonly list: () => Promise<readonly AttachmentOffer[] | null>;
  /** null: it is gone. */
  readonly read: (file: AttachmentOffer) => Promise<AttachmentContent | null>;
}
