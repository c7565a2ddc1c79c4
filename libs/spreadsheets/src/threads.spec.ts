import { checkInThread } from './threads';

const context = { today: '2026-11-26', scope: '000000', findBrands: () => Promise.resolve([]) };
const bytes = new TextEncoder().encode('品牌名称\r\n敖汉架线工');

it('two files are read at once, twenty wait, and whoever comes then is told to come again', async () => {
  const stop = new AbortController();
  const answers: string[] = [];
  const sent = Array.from({ length: 25 }, () =>
    checkInThread(bytes, 'auto', context, stop.signal).then(
      (checked) => answers.push(checked.ok ? 'taken' : (checked.errors[0]?.code ?? '')),
      () => answers.push('stopped'),
    ),
  );
  await Promise.resolve();
  stop.abort();
  await Promise.all(sent);
  expect(answers.filter((answer) => answer === 'FILE.BUSY')).toHaveLength(3);
  expect(answers.filter((answer) => answer === 'stopped')).toHaveLength(22);
  // Their turns are given back.
  const checked = await checkInThread(bytes, 'auto', context);
  expect(checked.ok ? [] : checked.errors.map(({ code }) => code)).toEqual(['FILE.UNKNOWN_FORMAT']);
});
