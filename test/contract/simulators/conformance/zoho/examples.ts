/** Zoho's own examples, one answer of the simulator for each. */
import type { Answer, Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import type { Listed } from '../shape';
import type { Zoho } from './replay';

export type Asks = Readonly<Record<string, (zoho: Zoho) => Promise<Answer> | Answer>>;

/** The examples of a file by their names, which begin with the status; each is asked for in a simulator of its own. */
export const examples = (file: string, asks: Asks, notMade: Listed = {}, listed: Listed = {}): Capture<Zoho> => ({
  file,
  own: async (zoho) => {
    const own: Record<string, unknown> = {};
    for (const [name, ask] of Object.entries(asks)) {
      zoho.service.reset();
      const { status, body } = await ask(zoho);
      own[name.replace(/^\d+/, String(status))] = body;
    }
    return own;
  },
  listed: {
    ...listed,
    ...Object.fromEntries(
      Object.entries(notMade).map(([name, why]) => [`${name}: life object, simulator missing`, why]),
    ),
  },
});

export const one = (file: string, ask: (zoho: Zoho) => Promise<Answer>, listed?: Listed): Capture<Zoho> => ({
  file,
  own: async (zoho) => (await ask(zoho)).body,
  ...(listed && { listed }),
});

export const LEAD = { Last_Name: 'L', Company: 'C' };
export const NO_MODULE = 'Nothing_Like_It';
export const GONE = '5545974000000999999';

export const seeded = ({ service }: Zoho, module: string, record: Json): string => {
  service.seed({ records: { [module]: [record] } });
  return [...(service.state.records.get(module)?.keys() ?? [])].at(-1) ?? '';
};
const WHOLE = 'a request that is refused as a whole is answered flat (recorded: an unknown module, an empty body)';
/** The samples of some errors wrap them, others do not; recorded ones do not. */
export const frames = (name: string, code: string, list = 'data'): Listed => ({
  [`${name}.${list}: life list, simulator missing`]: WHOLE,
  [`${name}.code: life missing, simulator = ${code}`]: WHOLE,
  [`${name}.details: life missing, simulator object`]: WHOLE,
  [`${name}.message: life missing, simulator string`]: WHOLE,
  [`${name}.status: life missing, simulator = error`]: WHOLE,
});

export const limited = ({ service }: Zoho): string => {
  const [first] = service.state.tokens;
  if (first) service.state.tokens.push({ ...first, token: 'limited', scopes: ['ZohoCRM.users.READ'] });
  return 'limited';
};

/** The same reason for several differences. */
export const only = (lines: readonly string[], reason: string) =>
  Object.fromEntries(lines.map((line) => [line, reason]));

export const INVENTED = 'the sample’s own values';
