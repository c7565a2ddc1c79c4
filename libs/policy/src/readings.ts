/** Other readings of recorded ambiguities: a pack as it would stand under them. */
import type { Pack, PackCondition, PackPredicate, PackReading } from './pack';

/** A reading by name: of which interpretation, and which of its readings. */
export interface ReadingTaken {
  readonly interpretation: string;
  readonly reading: string;
}

/** A part of a pack that a reading changes: `parameters`, key; or `rules`, id, `scope` or `condition`. */
type Part = readonly [list: string, id: string, aspect?: string];

/** Why a pack cannot be read so. `place` is within the pack. */
export interface ReadingFault {
  readonly place: string;
  readonly kind: 'unknownReading' | 'unknownPart' | 'clash' | 'empty';
  readonly what: string;
}

const mapPredicates = (condition: PackCondition, change: (predicate: PackPredicate) => PackCondition): PackCondition => {
  if ('shape' in condition) return change(condition);
  if ('all' in condition) return { ...condition, all: condition.all.map((child) => mapPredicates(child, change)) };
  if ('any' in condition) return { ...condition, any: condition.any.map((child) => mapPredicates(child, change)) };
  return condition;
};

function predicateIds(condition: PackCondition): readonly string[] {
  const ids: string[] = [];
  mapPredicates(condition, (predicate) => {
    ids.push(predicate.id);
    return predicate;
  });
  return ids;
}

const partsOf = ({ changes }: PackReading): readonly Part[] => [
  ...Object.keys(changes.parameters ?? {}).map((key): Part => ['parameters', key]),
  ...Object.keys(changes.predicates ?? {}).map((id): Part => ['predicates', id]),
  ...Object.entries(changes.rules ?? {}).flatMap(([id, other]) => Object.keys(other).map((aspect): Part => ['rules', id, aspect])),
];

function applied(pack: Pack, { changes }: PackReading): Pack {
  const { parameters = {}, predicates = {}, rules = {} } = changes;
  return {
    ...pack,
    parameters: pack.parameters.map((parameter) => {
      const values = parameters[parameter.key];
      return values === undefined ? parameter : { ...parameter, values };
    }),
    rules: pack.rules.map((rule) => {
      const other = rules[rule.id];
      const condition = other?.condition ?? rule.condition;
      return {
        ...rule,
        scope: other?.scope ?? rule.scope,
        condition: mapPredicates(condition, (predicate) => predicates[predicate.id] ?? predicate),
      };
    }),
  };
}

/**
 * The pack under other readings of its ambiguities. It holds no further readings, says in `chosen` what was taken, and its
 * version names them, so that no explanation under it can be taken for one under the pack itself.
 * @returns the pack, or every fault: a reading that is not there, one that changes what the pack does not hold, or two that change one part
 */
export function readPack(
  pack: Pack,
  taken: readonly ReadingTaken[],
): { readonly ok: true; readonly pack: Pack } | { readonly ok: false; readonly faults: readonly ReadingFault[] } {
  const faults: ReadingFault[] = [];
  const there = new Set([
    ...pack.parameters.map(({ key }) => `parameters/${key}`),
    ...pack.rules.map(({ id }) => `rules/${id}`),
    ...pack.rules.flatMap(({ condition }) => predicateIds(condition).map((id) => `predicates/${id}`)),
  ]);
  const changed = new Set<string>();
  let read: Pack = {
    ...pack,
    interpretations: pack.interpretations.map(({ readings: _readings, ...interpretation }) => interpretation),
  };
  for (const { interpretation, reading } of taken) {
    const at = pack.interpretations.findIndex(({ id }) => id === interpretation);
    const order = pack.interpretations[at]?.readings?.findIndex(({ id }) => id === reading) ?? -1;
    const found = pack.interpretations[at]?.readings?.[order];
    if (found === undefined) {
      faults.push({ place: `interpretations/${interpretation}`, kind: 'unknownReading', what: reading });
      continue;
    }
    const place = `interpretations[${at}].readings[${order}]`;
    const parts = partsOf(found);
    if (parts.length === 0) faults.push({ place: `${place}.changes`, kind: 'empty', what: reading });
    for (const part of parts) {
      const [list, id] = part;
      const where = `${place}.changes.${part.join('.')}`;
      if (!there.has(`${list}/${id}`)) faults.push({ place: where, kind: 'unknownPart', what: id });
      if (changed.has(where.slice(place.length))) faults.push({ place: where, kind: 'clash', what: id });
      changed.add(where.slice(place.length));
    }
    read = applied(read, found);
    read = {
      ...read,
      version: `${read.version}+${interpretation}=${reading}`,
      interpretations: read.interpretations.map((each) =>
        each.id === interpretation ? { ...each, zh: found.zh, en: found.en, chosen: found.zh } : each,
      ),
    };
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, pack: read };
}
