/** Processor time in milliseconds, so that other processes have no part in it; tried again while it is not `enough`. */
export function cost(work: () => unknown, enough: number, tries = 4): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  const spent = (user + system) / 1000;
  return spent < enough || tries <= 1 ? spent : Math.min(spent, cost(work, enough, tries - 1));
}
