import type { Lab } from './lab';
import { startN8n } from './n8n';
import { connect } from './rest';

/** Kills a lab's n8n as a power cut would, and starts it again on what it left; simulators and accounts stay. */
export async function killAndRestart(lab: Lab): Promise<Lab> {
  await lab.n8n.killHard();
  const n8n = await startN8n({ home: lab.n8n.home });
  const stop = async () => {
    await n8n.stop();
    await lab.stop();
  };
  return { ...lab, n8n, client: await connect(n8n), stop };
}
