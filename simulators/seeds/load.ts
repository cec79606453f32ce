import type { World } from './world';
import { outlookContact } from './world';

/** `size` contacts in Outlook, none in Zoho: to see how many calls a big first run takes. */
export function load(size: number): World {
  const contacts = Array.from({ length: size }, (_, index) =>
    outlookContact(`Given${index}`, `Surname${index}`, [`person${index}@load.example`], {
      jobTitle: 'Tester',
      mobilePhone: `+81 90 ${String(1000_0000 + index)}`,
    }),
  );
  return { zoho: { records: {} }, graph: { contacts } };
}
