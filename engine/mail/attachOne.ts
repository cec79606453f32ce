import { isEqual, pick, uniqWith } from 'lodash';
import { messageAndStep, reason, severalTroubles, type Reason } from '../../reasons';
import type { MailOutcome, StoredMail } from '../../archive';
import { attachMail, caseKey, createCase, uploadFiles, withOwnId, type MailToAttach } from '../../sides/zoho';
import { toPlainText, type AttachmentSource, type MailBody } from '../../sides/mail';
import type { ZohoClient } from '../../clients/zoho';
import type { MailExtra } from '../../sides/outlook';
import type { Fields, Value } from '../../sync/model';
import type { Person } from '../../sync/mail/recipients';
import { unclearReason, type MailItem, type MailTarget } from './items';
import { keyOf, type Newcomers } from './create';

/** What the user chose for attaching, and the accounts it is done with. */
export interface Attaching {
  readonly zoho: ZohoClient;
  readonly asText: boolean;
  readonly asCase: boolean;
  /** Automations of the CRM that may start for what is created. */
  readonly trigger: readonly string[];
  /** In whose name it is done, where that is not who signed in. */
  readonly owner?: { readonly id: string; readonly name: string };
  /** API credits of the org that are left to others. */
  readonly creditsKept: number;
  /** null: attachments are left out. `most`: bytes of one mail's files. */
  readonly files: { readonly of: (mail: string) => AttachmentSource; readonly most: number } | null;
}

/** What is known before the first mail goes: who was created, and which mails have a case already. */
export interface Prepared {
  readonly newcomers: Newcomers;
  readonly cases: ReadonlyMap<string, string>;
}

/** How what is created is made. */
export const makingOf = ({ trigger, owner }: Pick<Attaching, 'trigger' | 'owner'>) => ({
  trigger,
  ...(owner && { owned: { Owner: { id: owner.id } } }),
});

/** One place's outcome, as the item shows it. */
export interface Outcome {
  readonly module: string;
  readonly id: string;
  readonly name: string;
  /** Of the recipient whose record it is. */
  readonly address?: string;
  readonly outcome: 'attached' | 'was there already' | 'created' | 'refused';
  readonly message?: string;
}

export interface MailResult {
  readonly end: MailOutcome;
  readonly outcomes: readonly Outcome[];
}

const people = (value: Value | undefined): readonly Person[] =>
  Array.isArray(value) ? (value as unknown as readonly Person[]) : [];
const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

const nobody: Person = { name: '', address: '' };
const gone: MailBody = { format: 'text', content: '' };

export function mailToAttach(
  { mail }: MailItem,
  stored: StoredMail | undefined,
  { asText: plain }: Attaching,
): MailToAttach {
  const { body = gone } = (stored?.extra ?? {}) as Partial<MailExtra>;
  const fields: Fields = mail;
  return {
    subject: text(fields.subject) || null,
    from: (fields.from as unknown as Person | null) ?? nobody,
    ...{ to: people(fields.to), cc: people(fields.cc), bcc: people(fields.bcc) },
    body: plain ? toPlainText(body) : body,
    sentAt: text(fields.sentAt) || new Date(0).toISOString(),
    messageId: text(fields.messageId),
  };
}

/** Targets that were known, and those that have been created; who could not be created is trouble. */
function targetsOf(item: MailItem, { newcomers }: Prepared) {
  const targets: MailTarget[] = [...item.targets];
  const troubles: Reason[] = [];
  for (const one of item.create) {
    const made = newcomers.get(keyOf(one));
    if (made?.is === 'refused') troubles.push(made.reason);
    else if (made) targets.push({ module: one.module, id: made.ref, name: made.name, address: one.address });
  }
  return { targets, troubles };
}

type Done = readonly [Outcome, Reason | null];

const placeNames = ['module', 'name', 'address'] as const;
const place = ({ module, id, name, address }: MailTarget) => ({ module, id, name, address });

/** One record. Files are uploaded for each, as Zoho does not promise that one upload may be used twice. */
async function attachTo(item: MailItem, mail: MailToAttach, target: MailTarget, o: Attaching) {
  const hasFiles = Array.isArray(item.mail.attachments) && item.mail.attachments.length > 0;
  const uploaded = o.files && hasFiles ? await uploadFiles(o.zoho, o.files.of(item.ref), o.files.most) : null;
  const { owner } = o;
  const result = await attachMail(o.zoho, mail, target, { files: uploaded?.files, owner: owner?.id });
  const isTheirs = !owner || !('notTheirs' in result);
  const notes = [...(uploaded?.notes ?? []), ...(isTheirs ? [] : [reason('mailNotInTheirName', { name: owner.name })])];
  if (result.is !== 'refused')
    return {
      done: [{ ...place(target), outcome: result.is === 'there' ? 'was there already' : 'attached' }, null] as Done,
      notes,
      messageId: result.ownId ?? mail.messageId,
    };
  const { messageId } = mail;
  const { message } = messageAndStep(result.reason);
  const why = reason('notAttached', { module: target.module, name: target.name, why: result.reason });
  return { done: [{ ...place(target), outcome: 'refused', message }, why] as Done, notes, messageId };
}

/** The case is about the first record the mail belongs to. */
async function caseFor(
  mail: MailToAttach,
  target: MailTarget | undefined,
  known: Prepared['cases'],
  o: Attaching,
): Promise<Done[]> {
  if (!o.asCase || !target) return [];
  const there = known.get(caseKey(mail)) ?? known.get(caseKey(withOwnId(mail)));
  const at = { module: 'Cases', name: mail.subject ?? '' };
  if (there) return [[{ ...at, id: there, outcome: 'was there already' }, null]];
  const made = await createCase(o.zoho, mail, target, makingOf(o));
  if (made.is === 'refused')
    return [[{ ...at, id: '', outcome: 'refused', message: messageAndStep(made.reason).message }, made.reason]];
  return [[{ ...at, id: made.ref, outcome: 'created' }, null]];
}

function endOf(
  item: MailItem,
  outcomes: readonly Outcome[],
  troubles: readonly Reason[],
  notes: readonly Reason[],
): MailOutcome {
  const all = [...troubles, ...(item.unclear.length > 0 ? [unclearReason(item.unclear)] : [])];
  const attached = outcomes
    .filter(({ outcome, module }) => outcome !== 'refused' && module !== 'Cases')
    .map(({ id, outcome, ...to }) => ({ ...pick(to, placeNames), ref: id, isNew: outcome === 'attached' }));
  return {
    ref: item.ref,
    label: item.label,
    attached,
    notes: uniqWith(notes, isEqual),
    state: all.length > 0 ? { waits: severalTroubles(all) } : 'done',
  };
}

/** Attaches one mail wherever it belongs; what fails for a record's own fault is told, the others go on. Throws ApiError. */
export async function attachOne(
  item: MailItem,
  stored: StoredMail | undefined,
  prepared: Prepared,
  o: Attaching,
): Promise<MailResult> {
  const mail = mailToAttach(item, stored, o);
  const { targets, troubles } = targetsOf(item, prepared);
  const done: Done[] = [];
  const notes = [...item.notes];
  let { messageId } = mail;
  for (const target of targets) {
    const one = await attachTo(item, mail, target, o);
    done.push(one.done);
    notes.push(...one.notes);
    if (one.messageId !== mail.messageId) messageId = one.messageId;
  }
  done.push(...(await caseFor({ ...mail, messageId }, targets[0], prepared.cases, o)));
  const outcomes = done.map(([outcome]) => outcome);
  const all = [...troubles, ...done.flatMap(([, trouble]) => trouble ?? [])];
  return { outcomes, end: endOf(item, outcomes, all, notes) };
}
