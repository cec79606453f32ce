import { play } from '../play';
import { printProblems } from '../print';
import type { Stage } from '../stage';
import { makeStage } from '../stage';
import { named } from './named';

let stage: Stage;
beforeAll(async () => {
  stage = await makeStage();
});
afterAll(() => stage.stop());

test.each(named)('%s', async (_name, history) => {
  const { problems } = await play(stage, history);
  expect(printProblems(problems)).toBe('');
});
