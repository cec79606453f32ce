const { default: Sequencer } = require('@jest/test-sequencer');

/** Those that take longest, which begin first where jest does not know yet how long each took: so none is left alone at the end. */
const long = /(histories|Killed|pipeline|fencing|guards|tasks|triggers|object\.property)\.test\.ts$/;

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const known = super.sort(tests);
    if (known.every(({ duration }) => duration !== undefined)) return known;
    return [...known.filter(({ path }) => long.test(path)), ...known.filter(({ path }) => !long.test(path))];
  }
};
