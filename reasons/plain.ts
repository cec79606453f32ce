import { words } from './wording';
export const plain = {
  plain: words<{ message: string; nextStep?: string }>({
    en: ({ message, nextStep = '' }) => [message, nextStep],
    ja: ({ message, nextStep = '' }) => [message, nextStep],
  }),
};
