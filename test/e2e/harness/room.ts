import assert from 'node:assert/strict';
import { outlookContact } from '../../../simulators/seeds/world';
import type { Access } from './access';
import { accessOf } from './access';
import { letLeaseLapse } from './archiveFile';
import type { Lab } from './lab';
import { contactsOf, startLab } from './lab';
import type { People } from './people';
import { peopleOf } from './people';
import type { Secret } from './secrets';
import { secretsOf } from './secrets';
import { assertInStep, settle } from './steps';
import type { Workflow } from './rest';

/** A lab in which things go wrong, with what every such test does. */
export interface Room {
  readonly lab: Lab;
  readonly people: People;
  readonly access: Access;
  /** clears away what a test before left behind when it failed */
  readonly tidy: () => void;
  /** somebody new on each side, who is to arrive on the other one exactly once; hands back both addresses */
  readonly meetSomebody: () => Promise<readonly string[]>;
  readonly assertArrived: (emails: readonly string[]) => Promise<void>;
  /** the cause is gone: the next runs bring everything into step */
  readonly heals: (workflow?: Workflow) => Promise<void>;
  /** every secret there has been so far */
  readonly secrets: () => readonly Secret[];
}

/** One case of trouble: what it is, and how it goes. */
export interface Trouble {
  readonly title: string;
  readonly run: (room: Room) => Promise<void>;
}

/** The simulators forget tokens in time; whoever wants to look for them has to write them down. */
function notebook(lab: Lab): () => readonly Secret[] {
  let known: readonly Secret[] = [];
  return () => (known = [...new Map([...known, ...secretsOf(lab)].map((one) => [one.value, one])).values()]);
}

/** Starts a lab in step, whose n8n writes down all it can. */
export async function openRoom(): Promise<Room> {
  const lab = await startLab({ seed: 'small', env: { N8N_LOG_LEVEL: 'debug' } });
  try {
    await assertInStep(lab, await settle(lab));
    return furnish(lab);
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

function furnish(lab: Lab): Room {
  const access = accessOf(lab.simulators);
  const people = peopleOf(access.ofPeople);
  const secrets = notebook(lab);
  let met = 0;
  const tidy = () => {
    for (const side of ['zoho', 'graph'] as const) lab.simulators[side].faults.clear();
    letLeaseLapse(lab.n8n.home);
  };
  async function meetSomebody() {
    met += 1;
    const [mail, crm] = [`mail${met}@trouble.example`, `crm${met}@trouble.example`];
    await people.addToOutlook(outlookContact(`Mail${met}`, 'Trouble', [mail]));
    await people.addToZoho({ First_Name: `Crm${met}`, Last_Name: 'Trouble', Email: crm });
    return [mail, crm];
  }
  async function assertArrived(emails: readonly string[]) {
    for (const email of emails) assert.deepEqual(await people.howMany(email), { outlook: 1, zoho: 1 }, email);
  }
  async function heals(workflow = contactsOf(lab)) {
    letLeaseLapse(lab.n8n.home);
    await assertInStep(lab, await settle(lab, workflow));
    secrets();
  }
  return { lab, people, access, tidy, meetSomebody, assertArrived, heals, secrets };
}
