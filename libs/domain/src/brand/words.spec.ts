import { EVENT_SAMPLES, brandEvent } from '#testing';
import type { BrandEventType } from './events';
import { brandCommandSchemas, importCommandSchemas, stewardCommandSchemas, datedCommandSchemas } from './commands';
import { brandEventSchemas } from './events';
import { brandEventSentence, brandEventTitle } from './sentences';
import * as words from './words';

const types = Object.keys(brandEventSchemas) as BrandEventType[];

describe('every event', () => {
  it('has a sample that fits its schema', () => {
    for (const type of types) brandEventSchemas[type].parse(EVENT_SAMPLES[type]);
    expect(Object.keys(EVENT_SAMPLES).sort()).toEqual([...types].sort());
  });

  it.each(types)('%s has a title and one sentence in each language', (type) => {
    const event = brandEvent(type);
    for (const locale of ['zh', 'en'] as const) {
      for (const text of [brandEventTitle(type, locale), brandEventSentence(event, locale)]) {
        expect(text).toMatch(/\S/);
        expect(text).not.toMatch(/undefined|null|NaN|\[object|\.v1/);
      }
    }
    expect(brandEventSentence(event, 'zh')).toMatch(/。$/);
    expect(brandEventSentence(event, 'en')).toMatch(/\.$/);
    expect(brandEventSentence(event, 'en')).not.toBe(brandEventSentence(event, 'zh'));
  });
});

describe('sentences', () => {
  it.each([
    [brandEvent('FigureRecorded.v1', { value: 1234567 }), '填报：带动就业人数（直接，本期，2024 年）1,234,567 人。'],
    [
      brandEvent('FigureRecorded.v1', {
        metric: 'workers',
        directness: 'unstated',
        nature: 'stock',
        bound: 'almost',
        status: 'published',
        window: { fromYear: null, toYear: 2025, asOf: '2025-06' },
      }),
      '登记公开数据：从业人员数（期末）（期末，截至 2025-06）近1,000 人。',
    ],
    [
      brandEvent('FigureRecorded.v1', { nature: 'cumulative', unit: 'unstated', window: { fromYear: 2021, toYear: 2025, asOf: null } }),
      '填报：带动就业人数（直接，累计，2021–2025 年）1,000 （单位未注明）。',
    ],
    [brandEvent('TierClaimed.v1', { sinceYear: null }), '来源称其为市级（盟市级）品牌，日期不详；本台账不以此为认定。'],
    [
      brandEvent('BrandNominated.v1', {
        late: true,
        deadline: '2024-07-30T23:59:59+08:00',
        submittedAt: '2024-07-30T16:00:00Z',
        tierSought: null,
      }),
      '敖汉旗劳务公司于 2024-07-31 00:00 申报，逾期报送（截止 2024-07-30 23:59）。',
    ],
    [
      brandEvent('BrandDelisted.v1', { confirmedBy: null, document: null }),
      '退出目录，原因为整改未通过，公示期满无异议，按本地配置期满生效。',
    ],
    [brandEvent('NoticePosted.v1'), '拟认定自 2025-02-10 至 2025-02-20 在市人社局网站公示（文件未规定，本地配置）。'],
    [
      brandEvent('BrandPromoted.v1'),
      '由县级（旗县（市、区）级）晋级为市级（盟市级），赵六推荐，孙七确认（鲁人社〔2025〕1号，2025-02-01，张三签发）。',
    ],
  ])('%#', (event, zh) => expect(brandEventSentence(event, 'zh')).toBe(zh));
});

it('every command has a name', () => {
  const commands = Object.keys({ ...brandCommandSchemas, ...importCommandSchemas, ...stewardCommandSchemas, ...datedCommandSchemas });
  expect(Object.keys(words.BRAND_COMMAND_WORDS).sort()).toEqual(commands.sort());
});
