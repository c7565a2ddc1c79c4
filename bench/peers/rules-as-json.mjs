/**
 * The same three rules in the forms of two general rule engines. Both get their inputs ready-made (flat, numbers added to nothing,
 * dates as days), prepared outside the measured time; ours reads the ledger's own facts.
 */
import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';

export const DOMESTIC = '家政服务';
const SCALE = [
  [1, DOMESTIC, 500],
  [2, DOMESTIC, 300],
  [3, DOMESTIC, 100],
  [1, null, 3000],
  [2, null, 2000],
  [3, null, 500],
];
const REVIEW = [
  ['province', 500],
  ['prefecture', 300],
  ['county', 100],
];

const fact = (name, operator, value) => ({ fact: name, operator, value });
const atLeast = (name, value) => fact(name, 'greaterThanInclusive', value);

/** json-rules-engine: conditions as JSON, sums and products as dynamic facts, which is how its documentation does them. */
const CONDITIONS = {
  scale: {
    all: [
      ...[0, 1, 2].map((index) => atLeast(`year${index}`, 1)),
      {
        any: SCALE.map(([regionClass, category, limit]) => ({
          all: [
            fact('class', 'equal', regionClass),
            category === null ? fact('category', 'notEqual', DOMESTIC) : fact('category', 'equal', category),
            atLeast('threeYears', limit),
          ],
        })),
      },
    ],
  },
  training: {
    all: [
      atLeast('trained', 400),
      atLeast('passRate', 0),
      atLeast('employmentRate', 0),
      atLeast('keyGroups', 200),
      atLeast('orderShare', 0),
    ],
  },
  review: {
    all: [
      { any: REVIEW.map(([tier, limit]) => ({ all: [fact('tier', 'equal', tier), atLeast('direct', limit)] })) },
      fact('openBreaches', 'equal', 0),
      fact('adverse', 'equal', 0),
    ],
  },
};

const sum = async (almanac, names) => {
  let total = 0;
  for (const name of names) total += await almanac.factValue(name);
  return total;
};
const YEAR = [0, 1, 2].map((index) => [`direct${index}`, `indirect${index}`]);
/** Rates without division: part × 100 − whole × percent, so that nothing is rounded. */
const rate = (part, whole, percent) => async (_params, almanac) =>
  (await almanac.factValue(part)) * 100 - (await almanac.factValue(whole)) * percent;

export function jsonRulesEngine(kinds) {
  const engine = new Engine(
    kinds.map((kind, index) => ({ name: `${kind}-${index}`, conditions: CONDITIONS[kind], event: { type: 'pass', params: { rule: index } } })),
  );
  for (const [index, names] of YEAR.entries()) engine.addFact(`year${index}`, (_params, almanac) => sum(almanac, names));
  engine.addFact('threeYears', (_params, almanac) => sum(almanac, YEAR.flat()));
  engine.addFact('passRate', rate('passed', 'examined', 90));
  engine.addFact('employmentRate', rate('employed', 'trained', 70));
  engine.addFact('orderShare', rate('ordered', 'trained', 50));
  engine.addFact('openBreaches', async (_params, almanac) => {
    const [breaches, after] = [await almanac.factValue('breaches'), await almanac.factValue('after')];
    return breaches.filter(({ cleared, day }) => !cleared && day > after).length;
  });
  return {
    /** Its explanation: every condition with the value found, of rules that pass and of those that fail. */
    evaluate: async (input) => {
      const { results, failureResults } = await engine.run(input);
      return { passes: results.length, of: results.length + failureResults.length, explanation: [...results, ...failureResults] };
    },
    close: () => engine.stop(),
  };
}

const table = (id, inputs, output, rows) => ({
  id,
  type: 'decisionTableNode',
  name: id,
  position: { x: 0, y: 0 },
  content: {
    hitPolicy: 'first',
    inputs: inputs.map((field) => ({ id: field, field, name: field })),
    outputs: [{ id: output, field: output, name: output }],
    rules: rows.map((row, index) => ({ _id: `${id}-${index}`, ...row })),
    passThrough: true,
  },
});
const expressions = (id, list) => ({
  id,
  type: 'expressionNode',
  name: id,
  position: { x: 0, y: 0 },
  content: { expressions: list.map(([key, value]) => ({ id: `${id}-${key}`, key, value })), passThrough: true },
});

/** zen-engine: a decision table for the values by class, category and tier, then expressions. */
const NODES = {
  scale: (n) => [
    table(
      `scaleLimit${n}`,
      ['class', 'category'],
      `scaleLimit${n}`,
      SCALE.map(([regionClass, category, limit]) => ({
        class: String(regionClass),
        category: category === null ? '' : `"${category}"`,
        [`scaleLimit${n}`]: String(limit),
      })),
    ),
    expressions(`scale${n}`, [
      [`years${n}`, '[direct0 + indirect0, direct1 + indirect1, direct2 + indirect2]'],
      [`each${n}`, `all($.years${n}, # >= 1)`],
      [`total${n}`, `sum($.years${n})`],
      [`margin${n}`, `$.total${n} - scaleLimit${n}`],
      [`pass${n}`, `$.each${n} and $.margin${n} >= 0`],
    ]),
  ],
  training: (n) => [
    expressions(`training${n}`, [
      [`trainedEnough${n}`, 'trained >= 400'],
      [`passEnough${n}`, 'passed * 100 >= examined * 90'],
      [`employedEnough${n}`, 'employed * 100 >= trained * 70'],
      [`keyEnough${n}`, 'keyGroups >= 200'],
      [`orderEnough${n}`, 'ordered * 100 >= trained * 50'],
      [`pass${n}`, `$.trainedEnough${n} and $.passEnough${n} and $.employedEnough${n} and $.keyEnough${n} and $.orderEnough${n}`],
    ]),
  ],
  review: (n) => [
    table(
      `reviewLimit${n}`,
      ['tier'],
      `reviewLimit${n}`,
      REVIEW.map(([tier, limit]) => ({ tier: `"${tier}"`, [`reviewLimit${n}`]: String(limit) })),
    ),
    expressions(`review${n}`, [
      [`directEnough${n}`, `direct >= reviewLimit${n}`],
      [`open${n}`, 'count(breaches, not #.cleared and #.day > after)'],
      [`pass${n}`, `$.directEnough${n} and $.open${n} == 0 and adverse == 0`],
    ]),
  ],
};

export function zenEngine(kinds) {
  const engine = new ZenEngine();
  const nodes = kinds.flatMap((kind, index) => NODES[kind](index));
  const chain = [
    { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
    ...nodes,
    { id: 'out', type: 'outputNode', name: 'out', position: { x: 0, y: 0 } },
  ];
  const edges = chain.slice(1).map((node, index) => ({ id: `edge${index}`, type: 'edge', sourceId: chain[index].id, targetId: node.id }));
  const decision = engine.createDecision({ nodes: chain, edges });
  return {
    /** Its explanation: the trace of every node. */
    evaluate: async (input) => {
      const { result, trace } = await decision.evaluate(input, { trace: true });
      return { passes: kinds.filter((_, index) => result[`pass${index}`] === true).length, of: kinds.length, explanation: trace };
    },
    close: () => engine.dispose(),
  };
}
