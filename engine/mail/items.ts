import { reason, severalTroubles, type Reason } from '../../reasons';
import type { CycleRef } from '../../archive';
import type { Fields } from '../../sync/model';
import type { PeopleModule } from '../../sync/mail/targets';

/** A CRM record that a mail belongs to. `contact`: of a deal, the contact concerned. */
export interface MailTarget {
  readonly module: string;
  readonly id: string;
  readonly name: string;
  /** Of the recipient whose record it is. */
  readonly address: string;
  readonly contact?: string;
}

/** Somebody the CRM does not know yet. */
export interface MailNewcomer {
  readonly module: PeopleModule;
  readonly address: string;
  /** As the mail has it. */
  readonly written: string;
  readonly lastName: string;
  readonly firstName: string | null;
  readonly companyName: string | null;
}

/** An address that several records of one module have. */
export interface UnclearAddress {
  readonly address: string;
  readonly module: PeopleModule;
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
}

/** A sent mail and where it belongs. Its text travels in no item: it waits in the archive. */
export interface MailItem {
  readonly cycle: CycleRef;
  readonly kind: 'mail';
  readonly label: string;
  readonly ref: string;
  readonly mail: Fields;
  readonly targets: readonly MailTarget[];
  readonly create: readonly MailNewcomer[];
  readonly unclear: readonly UnclearAddress[];
  /** Recipients that do not count, and why. */
  readonly leftOut: readonly { readonly who: string; readonly reason: string }[];
  readonly notes: readonly Reason[];
  /** Why it goes nowhere; only on Outlook Only. */
  readonly why?: Reason;
}

export const isMailItem = (json: unknown): json is MailItem => {
  const one = json as Partial<MailItem> | null;
  return one?.kind === 'mail' && Array.isArray(one.targets) && typeof one.ref === 'string' && one.cycle !== undefined;
};

/** What a person has to do about addresses that several records have. */
export const unclearReason = (unclear: readonly UnclearAddress[]): Reason =>
  severalTroubles(
    unclear.map(({ address, module, candidates }) => {
      const names = candidates.map(({ name }) => name);
      return reason('unclearAddress', { count: candidates.length, module, address, names });
    }),
  );
