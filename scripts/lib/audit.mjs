import { root } from './paths.mjs';
import { run, say } from './run.mjs';

const serious = ['high', 'critical'];

/** @returns the report, or null where npm could not get one: then its JSON speaks of something else, or there is none. */
export function reportIn(output) {
  try {
    const report = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
    return report.metadata?.vulnerabilities ? report : null;
  } catch {
    return null;
  }
}

/** The serious ones, each in a line. */
export const findingsIn = (report) =>
  Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => serious.includes(severity))
    .map(({ name, severity, range }) => `${severity}: ${name} ${range}`);

/**
 * Known weaknesses of what users get with the package. Fails on high and critical ones; without a registry that knows of
 * weaknesses nothing can be said, and that is said.
 */
export async function audit() {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json'], { cwd: root, quiet: true });
  const report = reportIn(output);
  if (!report) {
    say('SKIPPED: the package registry gave no list of known weaknesses, so the dependencies were NOT audited.');
    return { passed: 0, failed: 0 };
  }
  const findings = findingsIn(report);
  findings.forEach((finding) => say(finding));
  return findings.length > 0 ? { passed: 0, failed: findings.length } : { passed: 1, failed: 0 };
}
