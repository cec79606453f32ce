/**
 * The page works without it. It lets J and K go from question to question, ticks all boxes at once, chooses "another value" when
 * something is typed, and looks again while an answer waits for the sync.
 */
export const script = `
'use strict';
const entries = () => [...document.querySelectorAll('.entry')];
const isTyping = (node) => node.closest('input, textarea, select') !== null && !['radio', 'checkbox'].includes(node.type);
document.addEventListener('keydown', (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const all = entries();
  const next = all[all.findIndex((one) => one.contains(document.activeElement)) + step];
  if (next) next.focus();
});
document.addEventListener('input', ({ target }) => {
  if (target.dataset.chooses) document.getElementById(target.dataset.chooses).checked = true;
  if (target.id === 'all') for (const box of document.querySelectorAll('input[name=pick]')) box.checked = target.checked;
});
const isBusy = () => isTyping(document.activeElement) || document.querySelector('input[name=pick]:checked, .entry input[type=radio]:checked:not([data-first])') !== null;
if (document.querySelector('[data-waiting]')) setTimeout(() => { if (!isBusy()) location.replace(location.pathname + location.search.replace(/([?&])(said|count|about)=[^&]*/g, '$1')); }, 3000);
`;
