import type { Acting, Place, RegionSource } from '#access';
import { accessProblems } from '#access';
import { problems } from '#application';
import {
  brandStream,
  callStream,
  parseReturnId,
  parseSubjectStream,
  returnStream,
  regionName,
  subjectStream,
  type SubjectStreamKind,
} from '#domain';
import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';

/** What a request speaks of, and the stream it is about. */
export interface Spoken extends Place {
  readonly stream: string | null;
}

interface Asked {
  readonly request: AccessedRequest;
  readonly acting: Acting;
  readonly house: Composition;
}

const NOWHERE: Spoken = { regions: [], units: [], stream: null };
const idIn = (request: AccessedRequest): string => request.params['id'] ?? '';

function known(region: unknown, field: string): string {
  if (typeof region !== 'string' || region === '')
    throw problems.invalid([{ field, zh: '请写明行政区划代码', en: 'name the region by its code' }]);
  if (regionName(region) === undefined) throw problems.unknownRegion(region);
  return region;
}

const inside = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;

/** The stream of one's own unit, if a brand is one of its brands now. */
async function unitOf(brandId: string, { acting, house }: Asked): Promise<readonly string[]> {
  const own = acting.unit === null ? null : parseSubjectStream(acting.unit);
  if (own === null || acting.unit === null) return [];
  const { state } = await house.subjects.load(own.kind, own.id);
  const brands = state.own !== null && 'brands' in state.own ? state.own.brands : [];
  return brands.includes(brandId) ? [acting.unit] : [];
}

async function ofBrand(brandId: string, asked: Asked): Promise<Spoken> {
  const { state } = await asked.house.ledger.loadBrandWarm(brandId);
  if (state.stage === 'none') throw problems.brandNotFound(brandId);
  return { regions: [state.identity.region], units: await unitOf(brandId, asked), stream: brandStream(brandId) };
}

async function ofSubject(kind: SubjectStreamKind, id: string, { house }: Asked): Promise<Spoken> {
  const { state } = await house.subjects.load(kind, id);
  if (state.own === null) throw problems.subjectNotFound(kind, id);
  return { regions: [state.own.region], units: [subjectStream(kind, id)], stream: subjectStream(kind, id) };
}

async function ofStream(stream: unknown, asked: Asked): Promise<Spoken> {
  if (typeof stream !== 'string') throw accessProblems.regionUnknown();
  if (stream.startsWith('brand-')) return ofBrand(stream.slice('brand-'.length), asked);
  const subject = parseSubjectStream(stream);
  if (subject === null) throw accessProblems.regionUnknown();
  if (subject.kind === 'region') return { ...NOWHERE, regions: [known(subject.id, 'stream')], stream };
  return ofSubject(subject.kind, subject.id, asked);
}

/**
 * How the region of a request is found, for each way in which the table says that it is named.
 * @throws LedgerProblem when it names none, or one that does not exist
 */
export const PLACES: Readonly<Record<RegionSource, (asked: Asked) => Spoken | Promise<Spoken>>> = {
  none: () => NOWHERE,
  scope: ({ request, acting }) => {
    const { region } = request.query;
    // A list that the table opens to a unit holds what is the unit's own, whichever region is named.
    const own = { ...NOWHERE, units: acting.unit === null ? [] : [acting.unit] };
    return region === undefined ? own : { ...own, regions: [known(region, 'region')] };
  },
  // Of a unit, too, the service asks whether it is the unit's own.
  byService: ({ request, acting }) => ({
    ...{ ...NOWHERE, units: acting.unit === null ? [] : [acting.unit] },
    stream: request.params['pack'] === undefined ? null : `policy-${request.params['pack']}`,
  }),
  pathRegion: ({ request }) => {
    const code = known(request.params['code'] ?? request.params['region'] ?? request.params['id'], 'region');
    return { ...NOWHERE, regions: [code], stream: `region-${code}` };
  },
  bodyRegion: ({ request }) => ({ ...NOWHERE, regions: [known(inside(request.body, 'region'), 'region')] }),
  bodyReport: ({ request }) => ({ ...NOWHERE, regions: [known(inside(inside(request.body, 'report'), 'region'), 'report.region')] }),
  brand: (asked) => ofBrand(idIn(asked.request), asked),
  unit: (asked) => ofSubject('unit', idIn(asked.request), asked),
  institution: (asked) => ofSubject('institution', idIn(asked.request), asked),
  link: (asked) => ofSubject('link', idIn(asked.request), asked),
  programme: (asked) => ofSubject('programme', idIn(asked.request), asked),
  window: (asked) => ofSubject('window', idIn(asked.request), asked),
  return: ({ request }) => {
    const place = parseReturnId(idIn(request));
    if (place === null) throw accessProblems.regionUnknown();
    return { regions: [known(place.region, 'id')], units: [place.unit], stream: returnStream(idIn(request)) };
  },
  returnCall: async ({ request, house }) => {
    const { terms } = (await house.returns.loadCall(idIn(request))).state;
    if (terms === null) throw accessProblems.regionUnknown();
    return { ...NOWHERE, regions: [terms.region], stream: callStream(idIn(request)) };
  },
  import: async ({ request, house }) => {
    const stream = `import-${idIn(request)}`;
    for await (const { metadata } of house.ledger.readStream(stream)) return { ...NOWHERE, regions: [metadata.actor.region], stream };
    return NOWHERE;
  },
  queryStream: (asked) => ofStream(asked.request.query['stream'], asked),
};
