import type { Comparison, Excuse, Problem } from './compare';
import type { Connection } from './credentials';
import type { Raw } from './contactRows';
import { askSimulator } from './simulators';

interface Address {
  readonly emailAddress?: { readonly name?: string; readonly address?: string };
}

/** A mail as the Graph simulator keeps it. */
interface SentMail extends Raw {
  readonly immutableId: string;
  readonly parentFolderId: string;
  readonly subject: string | null;
  readonly internetMessageId: string;
  readonly sentDateTime: string;
  readonly isDraft: boolean;
  readonly toRecipients: readonly Address[];
  readonly ccRecipients: readonly Address[];
}

/** A mail on a record as the Zoho simulator keeps it. */
interface ShownMail extends Raw {
  readonly record: string;
  readonly originalId: string;
  readonly subject: string;
  readonly sent: boolean;
}

export interface MailWorld {
  readonly sent: readonly SentMail[];
  readonly shown: readonly ShownMail[];
  readonly contacts: readonly Raw[];
  readonly leads: readonly Raw[];
}

interface GraphState {
  readonly mailFolders: readonly { readonly id: string; readonly wellKnown: string | null }[];
  readonly mails: readonly SentMail[];
}
interface ZohoState {
  readonly mails: readonly ShownMail[];
  readonly modules: Readonly<Record<string, readonly Raw[]>>;
}

const DAY = 86_400_000;

/** Mails of Sent Items that the template reads: those of the last week, but for the edge of it, which moves while it runs. */
export async function readMails({ graph, zoho }: Connection): Promise<MailWorld> {
  const [outlook, crm] = await Promise.all([
    askSimulator<GraphState>(graph.api, 'state'),
    askSimulator<ZohoState>(zoho.api, 'state'),
  ]);
  const folder = outlook.mailFolders.find(({ wellKnown }) => wellKnown === 'sentitems')?.id;
  const from = Date.now() - 6 * DAY;
  const sent = outlook.mails.filter(
    (mail) => mail.parentFolderId === folder && !mail.isDraft && Date.parse(mail.sentDateTime) > from,
  );
  return { sent, shown: crm.mails, contacts: crm.modules.Contacts ?? [], leads: crm.modules.Leads ?? [] };
}

/** Said a second time, so that the sync's own folding is put to the test. */
const plain = (value: unknown): string =>
  (typeof value === 'string' ? value : '')
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*@/, '@');

const holders = (records: readonly Raw[], address: string): readonly Raw[] =>
  records.filter(({ Email, Secondary_Email }) => [Email, Secondary_Email].some((one) => plain(one) === address));

/** Records a mail has to show on: of each recipient the one contact, else the one lead. */
function wantedFor({ toRecipients, ccRecipients }: SentMail, { contacts, leads }: MailWorld): readonly string[] {
  const addresses = [...toRecipients, ...ccRecipients].map(({ emailAddress }) => plain(emailAddress?.address));
  const found = addresses
    .filter((address) => address.includes('@') && !address.endsWith('@contoso.example'))
    .flatMap((address) => {
      const some = holders(contacts, address);
      const those =
        some.length > 0 ? some : holders(leads, address).filter(({ Converted__s }) => Converted__s !== true);
      return those.length === 1 ? [String(those[0]?.id)] : [];
    });
  return [...new Set(found)];
}

/**
 * Says whether every mail shows on exactly the records it belongs to, once on each, from the vendors' raw records alone. A mail
 * that shows nowhere, and belongs nowhere, has to be among what the run itself says it skipped.
 */
export function compareMails(world: MailWorld, excuses: readonly Excuse[]): Comparison {
  const reasons = new Map(excuses.map((excuse) => [excuse.ref, excuse]));
  const problems: Problem[] = [];
  const excused: Comparison['excused'][number][] = [];
  for (const mail of world.sent) {
    const label = mail.subject ?? '(no subject)';
    const [side, ref] = ['outlook' as const, mail.immutableId];
    const on = world.shown
      .filter(({ originalId, sent }) => originalId === mail.internetMessageId && sent)
      .map(({ record }) => record);
    const wanted = wantedFor(mail, world);
    const complain = (what: string) => problems.push({ side, ref, label, what });
    if (new Set(on).size !== on.length) complain('shows twice on a record');
    if ([...on].sort().join() !== [...wanted].sort().join())
      complain(`shows on ${on.length} records instead of ${wanted.length}`);
    const excuse = reasons.get(ref);
    if (wanted.length > 0) continue;
    if (excuse) excused.push({ ...excuse, label });
    else complain('shows nowhere, and the run does not say why');
  }
  const wrong = new Set(problems.map(({ ref }) => ref));
  const inStep = world.sent.filter((mail) => !wrong.has(mail.immutableId) && !reasons.has(mail.immutableId)).length;
  return { inStep, excused, problems };
}
