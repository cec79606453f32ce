import { lastRun, status, syncNames, type Archive, type LastRun, type Status } from '../archive';
import { counted, sentence } from '../reasons';
import { ago, describeStatus, when } from './status';

/** What of a sync is not as it should be, the worst first; nothing where all is well. `quietMs`: so long it may be without a run. */
function troublesOf({ pausedAt, questions }: Status, last: LastRun, quietMs: number, now: number): readonly string[] {
  const { startedAt, failure } = last;
  const silence = startedAt === null ? null : now - startedAt;
  return [
    ...(silence === null ? ['It has never run.'] : silence >= quietMs ? [`No run for ${ago(silence)}.`] : []),
    ...(failure ? [`The last run failed (${when(failure.at)}): ${sentence(failure.reason)}`] : []),
    ...(pausedAt === null ? [] : [`Paused since ${when(pausedAt)}: no run starts until Sync: Resume.`]),
    ...(questions.refusal > 0 ? [`${counted(questions.refusal, 'stopped plan')} for a person to let pass.`] : []),
  ];
}

/** One sync of the report. */
interface Part {
  readonly sync: string;
  readonly troubles: readonly string[];
  readonly lines: readonly string[];
  readonly written: number;
}

const sumOf = ({ outlook, zoho }: { readonly outlook: number; readonly zoho: number }): number => outlook + zoho;

async function partOf(archive: Archive, sync: string, quietMs: number, now: number): Promise<Part> {
  const [found, last] = [await status(archive, sync, now), await lastRun(archive, sync)];
  const { lines, lastDay } = await describeStatus(archive, sync, now);
  const written = sumOf(lastDay.created) + sumOf(lastDay.updated) + sumOf(lastDay.deleted);
  return { sync, troubles: troublesOf(found, last, quietMs, now), lines, written };
}

function subjectOf(parts: readonly Part[]): string {
  const troubled = parts.filter(({ troubles }) => troubles.length > 0);
  const [first] = troubled;
  if (first) {
    const more = troubled.length > 1 ? ` (and ${counted(troubled.length - 1, 'other sync')})` : '';
    return `Sync ${first.sync}: ${first.troubles[0]}${more}`;
  }
  const written = parts.reduce((sum, one) => sum + one.written, 0);
  return `${counted(parts.length, 'sync')} without trouble, ${written} written in 24 hours`;
}

const troubleLines = (parts: readonly Part[]): readonly string[] => {
  const all = parts.flatMap(({ sync, troubles }) => troubles.map((one) => `- ${sync}: ${one}`));
  return all.length > 0 ? ['Trouble', ...all, ''] : [];
};

const noSync = ['No sync has run in this archive yet.'];

/** All syncs of an archive in one text, trouble first, then the figures of each; ready to be mailed. Times in ms. */
export async function dailyReport(
  archive: Archive,
  { quietMs, now }: { readonly quietMs: number; readonly now: number },
) {
  const parts: Part[] = [];
  for (const { name } of await syncNames(archive)) parts.push(await partOf(archive, name, quietMs, now));
  const figures = parts.flatMap(({ sync, lines }) => [sync, ...lines, '']);
  const lines = parts.length > 0 ? [...troubleLines(parts), ...figures].slice(0, -1) : noSync;
  const troubles = parts.flatMap(({ sync, troubles: all }) => all.map((says) => ({ sync, says })));
  return { subject: parts.length > 0 ? subjectOf(parts) : noSync[0], troubles, lines, text: lines.join('\n') };
}
