/** A task as Graph's v1.0 JSON has it (todoTask). */
export type GraphTask = Readonly<Record<string, unknown>>;

/** What a task's linked resources show as the app they come from. */
export const CRM = 'Zoho CRM';

/** A linked resource: a line under the task, with a link that people can click. */
export interface LinkedResource {
  readonly id?: string;
  readonly applicationName?: string | null;
  readonly externalId?: string | null;
  readonly webUrl?: string | null;
  readonly displayName?: string | null;
}

/** A record of the CRM that a task is about: a contact, a deal. */
export type Related = {
  /** API name of its module. */
  readonly module: string;
  readonly id: string;
};

/** What of a task must be known beside its fields. The id of its list is added by whoever reads it there. */
export type TaskExtra = {
  readonly categories: readonly string[];
  /** Ids of CRM tasks that its linked resources name. */
  readonly crm: readonly string[];
  /** CRM records of other modules that its linked resources name, in their order. */
  readonly related: readonly Related[];
  /** Ids among `crm` of which no address tells the module: they may be anything in the CRM. */
  readonly loose: readonly string[];
  readonly bodyType: string;
  readonly body: string;
};
