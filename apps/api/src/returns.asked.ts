import type { RoleId } from '#access';
import type { Ledger } from '#application';
import {
  METRICS,
  RETURN_REFUSALS,
  figuresInForce,
  fillRefusal,
  isToldInReturn,
  sameWindow,
  sumKey,
  type Actor,
  type Figure,
  type FigureInput,
  type Refusal,
} from '#domain';
import type { ReadModelQueries } from '#projections';
import { Inject, Injectable } from '@nestjs/common';
import { LOCAL } from './actor';
import { LEDGER, READ_MODELS } from './tokens';

/** 补录: whom the table grants `recordFigure`. A file of a recorder is asked here too. */
const BY_EXCEPTION: RoleId = 'provinceScreener';

export interface FigureOfBrand {
  readonly brandId: string;
  readonly figure: FigureInput;
}

/**
 * Figures of a brand are told in a return, where others check them. What no open call collects the province may record, with
 * its reason. Asked where figures of people arrive; a ledger without accounts has one user, who could take every rung anyway.
 */
@Injectable()
export class AskedInReturns {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  /** @returns for each figure why it may not be recorded directly; null: it may */
  async refusalsOf(figures: readonly FigureOfBrand[], actor: Actor): Promise<readonly (Refusal | null)[]> {
    if (actor.role === LOCAL.role || figures.length === 0) return figures.map(() => null);
    const { rows } = await this.models.returnCalls({ region: actor.region });
    const open = rows.filter(({ terms }) => terms.status === 'open');
    const found: (Refusal | null)[] = [];
    for (const { brandId, figure } of figures) found.push(await this.refusalOf(brandId, figure, actor, open));
    return found;
  }

  private async refusalOf(
    brandId: string,
    figure: FigureInput,
    { role }: Actor,
    calls: Awaited<ReturnType<ReadModelQueries['returnCalls']>>['rows'],
  ): Promise<Refusal | null> {
    const { state } = await this.ledger.loadBrandWarm(brandId);
    // What stands already is neither recorded again nor refused for this: the brand itself answers.
    if (state.stage === 'none' || standsLocked(figuresInForce(state), figure)) return null;
    const { region, kind, origin } = state.identity;
    const call = calls.find(({ terms }) => isToldInReturn(terms, { stage: state.stage, region, kind, origin }, figure));
    const { zh, en } = METRICS[figure.metric];
    const places = { year: figure.window.toYear ?? '', metric: { zh, en } };
    const no = (code: 'RETURN.TOLD_IN_RETURN' | 'RETURN.NOT_BY_HAND' | 'RETURN.REASON_MISSING', field: string): Refusal =>
      fillRefusal(code, RETURN_REFUSALS[code], field, { ...places, title: call?.terms.title ?? '' });
    if (call !== undefined) return no('RETURN.TOLD_IN_RETURN', 'figure');
    if (role !== BY_EXCEPTION) return no('RETURN.NOT_BY_HAND', 'figure');
    return (figure.source.note ?? '').trim() === '' ? no('RETURN.REASON_MISSING', 'figure.source.note') : null;
  }
}

const standsLocked = (figures: readonly Figure[], figure: FigureInput): boolean =>
  figures.some((each) => each.status === 'locked' && sumKey(each) === sumKey(figure) && sameWindow(each.window, figure.window));
