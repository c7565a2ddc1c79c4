/** 资金登记: where entries of money meet the log. Nothing is paid from here. */
import {
  decideFund,
  evolveFund,
  fundEventSchemas,
  fundStream,
  initialFund,
  initialSubject,
  evolveSubject,
  isWithin,
  parseSubjectStream,
  type FundCommand,
  type FundEntry,
  type FundEvent,
  type FundState,
} from '#domain';
import { Lanes, carryOut, type CarriedOut, type CommandOptions, type Desk } from './carry-out';
import { derivedId, newId } from './ids';
import type { Folded, Ledger } from './ledger';
import { LedgerProblem } from './problems';

export interface FundAnswer extends CarriedOut {
  readonly stream: string;
  readonly fundId: string;
}

export class FundService {
  private readonly lanes = new Lanes();
  constructor(private readonly ledger: Ledger) {}

  /** @returns the new entry's id; the same key founds nothing twice. @throws LedgerProblem */
  async record(data: Extract<FundCommand, { type: 'record' }>['data'], options: CommandOptions): Promise<FundAnswer> {
    const fundId = options.idempotencyKey === undefined ? newId() : derivedId('fund', options.actor.id, options.idempotencyKey);
    if (!isWithin(data.region, options.actor.region)) throw outOfScope(data.region);
    return this.execute(fundId, { type: 'record', data }, true, options);
  }

  /** @throws LedgerProblem */
  command(fundId: string, command: Exclude<FundCommand, { type: 'record' }>, options: CommandOptions): Promise<FundAnswer> {
    return this.execute(fundId, command, false, options);
  }

  private execute(fundId: string, command: FundCommand, mayBeNew: boolean, options: CommandOptions): Promise<FundAnswer> {
    const stream = fundStream(fundId);
    const desk: Desk<FundState, FundEvent> = {
      stream,
      mayBeNew,
      load: () => this.load(fundId),
      notFound: () => fundNotFound(fundId),
      regionOf: ({ region }) => region,
      seen: ({ idempotency }, actor, key) => idempotency.find((known) => known.actor === actor && known.key === key),
      decide: async ({ state }) => {
        const today = options.effectiveOn ?? this.ledger.clock.today();
        const facts = 'entry' in command.data ? await this.factsOf(command.data.entry, options) : NO_FACTS;
        return decideFund(command, state, { fundId, today, actor: options.actor, ...facts });
      },
      append: ({ revision }, events, context) => this.ledger.append(stream, revision < 0n ? 'noStream' : revision, events, context),
    };
    return this.lanes.inTurn(fundId, async () => ({
      stream,
      fundId,
      ...(await carryOut(this.ledger, desk, options, { [command.type]: command.data })),
    }));
  }

  async load(fundId: string): Promise<Folded<FundState>> {
    let [state, revision] = [initialFund, -1n];
    for await (const { event, metadata, recorded } of this.ledger.readStream(fundStream(fundId))) {
      revision = recorded.revision;
      if (isFundEvent(event)) state = evolveFund(state, event, metadata, Number(revision));
    }
    return { state, revision };
  }

  private async factsOf({ decision, payee, paidOn }: FundEntry, { actor }: CommandOptions) {
    const [stream = '', revision = ''] = decision.split('@');
    let decisionKnown = false;
    for await (const { recorded } of this.ledger.readStream(stream, BigInt(revision === '' ? 0 : revision))) {
      decisionKnown = recorded.revision === BigInt(revision);
      break;
    }
    if (decisionKnown) {
      const region = await this.regionOf(stream);
      // What binds from above (a province's policy, its document) may be relied on below.
      decisionKnown = region === null || isWithin(region, actor.region) || isWithin(actor.region, region);
    }
    if (payee.stream === null) return { decisionKnown, payeeKnown: true, supportStop: null };
    const region = await this.regionOf(payee.stream);
    return {
      decisionKnown,
      payeeKnown: region !== null && isWithin(region, actor.region),
      supportStop: await this.supportStop(payee.stream, paidOn),
    };
  }

  /** Region of a brand or another subject; null for a stream that names none, or that nobody wrote. */
  private async regionOf(stream: string): Promise<string | null> {
    if (stream.startsWith('brand-')) {
      const { state } = await this.ledger.loadBrand(stream.slice('brand-'.length));
      return state.stage === 'none' ? null : state.identity.region;
    }
    const place = parseSubjectStream(stream);
    if (place === null) return null;
    return (await this.subject(stream, place)).own?.region ?? null;
  }

  private async subject(stream: string, place: { readonly kind: Parameters<typeof initialSubject>[0]; readonly id: string }) {
    let state = initialSubject(place.kind, place.id);
    for await (const { event, metadata, recorded } of this.ledger.readStream(stream))
      state = evolveSubject(state, { type: event.type, data: event.data, metadata, id: recorded.id, revision: Number(recorded.revision) });
    return state;
  }

  /** The event by which support stood stopped on a day, whatever was decided since. */
  private async supportStop(stream: string, on: string): Promise<string | null> {
    let stopped: string | null = null;
    if (stream.startsWith('brand-')) {
      for await (const { event, metadata, recorded } of this.ledger.readStream(stream)) {
        if (metadata.effectiveOn > on) continue;
        if (event.type === 'SupportStopped.v1') stopped = `${stream}@${recorded.revision}`;
        if (event.type === 'SupportResumed.v1') stopped = null;
      }
      return stopped;
    }
    const place = parseSubjectStream(stream);
    if (place === null) return null;
    const { sanctions } = (await this.subject(stream, place)).core;
    const standing = sanctions.find(
      ({ sanction, on: from, liftedOn }) =>
        sanction === 'stopSupport' && from !== null && from <= on && (liftedOn === null || liftedOn > on),
    );
    return standing?.event ?? null;
  }
}

const NO_FACTS = { decisionKnown: true, payeeKnown: true, supportStop: null } as const;
const isFundEvent = (event: { readonly type: string }): event is FundEvent => event.type in fundEventSchemas;

export const fundNotFound = (fundId: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'FUND.NOT_FOUND',
    zh: `没有编号为 ${fundId} 的资金登记`,
    en: `there is no entry of money ${fundId}`,
    field: null,
    todo: { zh: '请核对编号', en: 'check the id' },
  });

const outOfScope = (region: string): LedgerProblem =>
  new LedgerProblem('forbidden', {
    code: 'ACCESS.OUT_OF_SCOPE',
    zh: `地区 ${region} 不在您的管辖范围内`,
    en: `region ${region} lies outside your scope`,
    field: 'region',
    todo: { zh: '请登记本地区及下级的资金', en: 'record money of your own region and below' },
  });
