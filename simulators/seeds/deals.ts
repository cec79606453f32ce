type Vendor = Record<string, unknown>;

/** A deal with this contact, told by the name Zoho shows. */
export const deal = (name: string, contact: string, Stage: string, more: Vendor = {}): Vendor => ({
  ...{ Deal_Name: name, Contact_Name: { name: contact }, Stage, Closing_Date: '2035-03-31', Amount: 250_000 },
  ...more,
});

const STAGES = ['Qualification', 'Proposal/Price Quote', 'Closed Won', 'Negotiation/Review', 'Closed Lost'];

const nameOf = ({ First_Name, Last_Name }: Vendor): string => [First_Name, Last_Name].filter(Boolean).join(' ');

/** A deal with every so many of these contacts, some open, some closed. */
export const dealsWith = (contacts: readonly Vendor[], every: number): Vendor[] =>
  contacts
    .filter(({ Last_Name }, index) => Last_Name && index % every === 0)
    .map((contact, index) =>
      deal(`Order ${index + 1} of ${nameOf(contact)}`, nameOf(contact), STAGES[index % STAGES.length] ?? ''),
    );
