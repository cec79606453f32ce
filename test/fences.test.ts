import type { Unused } from './support/exports';
import { unusedExports } from './support/exports';
import { circlesAmong, filesIn, neighbours } from './support/sourceTree';

/** Faults that are still there, by kind. Each goes to 0, and none may rise. */
const LEFT = {
  circles: 0,
  betweenKinds: 0,
  unusedInProduct: 0,
  onlyForTests: 0,
  unusedFiles: 0,
};

const product = ['reasons', 'sync', 'archive', 'engine', 'clients', 'sides', 'nodes', 'credentials'].flatMap(filesIn);
const tools = ['simulators', 'bench', 'demo', 'scripts'].flatMap(filesIn);
const tests = filesIn('test');
const all = [...product, ...tools, ...tests];

/** Where a program begins: n8n's classes, what scripts/ and jest's settings start, and tests. */
const isEntry = (file: string): boolean =>
  /\.(node|credentials|test)\.ts$|(^|\/)main\.ts$|^test\/support\/(pathOfOnePhone|sentBodies\/setup|postgres\/(setup|start|stop))\.ts$/.test(
    file,
  );

/** Shows every finding, if there are more than are allowed. */
function expectFew(found: readonly string[], allowed: number): void {
  if (found.length > allowed) expect(found).toEqual([]);
}

/** A type is handed out for the signature it stands in, even if nobody names it. */
const isIdle = ({ file, isType, isNeeded }: Unused): boolean => !isEntry(file) && !(isType && isNeeded);

const told = ({ file, name }: Unused): string => `${file}: ${name}`;

test('no import leads back to where it began, types included', () => {
  expectFew(circlesAmong(all), LEFT.circles);
});

test('inside a side no kind imports from another', () => {
  const roomOf = (file: string) => /^sides\/(\w+)\/(contact|task|todo|event|mail)\//.exec(file)?.slice(1) ?? [];
  const isCrossing = (from: string, to: string) => {
    const [[side, kind], [otherSide, otherKind]] = [roomOf(from), roomOf(to)];
    return side !== undefined && side === otherSide && kind !== otherKind;
  };
  const crossings = product.flatMap((file) =>
    neighbours(file).flatMap((other) => (isCrossing(file, other) ? [`${file} imports ${other}`] : [])),
  );
  expectFew(crossings, LEFT.betweenKinds);
});

describe('every export', () => {
  const unused = unusedExports(all, all).filter(isIdle);
  const isProduct = ({ file }: Unused) => product.includes(file);

  test('of the product is imported somewhere', () => {
    expectFew(unused.filter(isProduct).map(told), LEFT.unusedInProduct);
  });

  test('of simulators, tests, bench and demo is imported somewhere', () => {
    expectFew(unused.filter((one) => !isProduct(one)).map(told), 0);
  });

  test('of the product is there for more than tests', () => {
    const onlyTested = unusedExports(product, [...product, ...tools]).filter(
      (one) =>
        !one.isPassed && !one.isNeeded && !isEntry(one.file) && !unused.some((other) => told(other) === told(one)),
    );
    expectFew(onlyTested.map(told), LEFT.onlyForTests);
  });
});

test('every file is imported, or is where a program begins; those of the product by the product', () => {
  const reachedFrom = (files: readonly string[]) => new Set(files.flatMap(neighbours));
  const [byProduct, byAll] = [reachedFrom(product), reachedFrom(all)];
  const unused = all.filter((file) => !isEntry(file) && !(product.includes(file) ? byProduct : byAll).has(file));
  expectFew(unused, LEFT.unusedFiles);
});
