// What a fact answers.

/** Thrown by a fact that cannot be tried here; its message says why. */
export class NotTried extends Error {}

/** @param {boolean} isSo whether life is as our table says; `saw` is printed, so it holds no ids, names or addresses of the account */
export const verdict = (isSo, saw) => ({ word: isSo ? 'agrees' : 'differs', saw });
