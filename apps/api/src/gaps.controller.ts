import type { GapService } from '#application';
import { GAP_WORDS, type Ledger } from '#application';
import { GAP_KINDS, GapList, GapListParams } from '#contracts';
import type { Actor } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Controller, Get, Inject, Injectable, Query } from '@nestjs/common';
import { QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentActor } from './actor';
import { Gate } from './query-handlers';
import { GAP_SERVICE, LEDGER, READ_MODELS } from './tokens';

const PAGE = 50;

/** 缺口清单 of a region, one page of it. */
export class ListGaps {
  constructor(
    readonly actor: Actor,
    readonly params: z.output<typeof GapListParams>,
  ) {}
}

@QueryHandler(ListGaps)
@Injectable()
export class ListGapsHandler implements IQueryHandler<ListGaps> {
  constructor(
    @Inject(GAP_SERVICE) private readonly gaps: GapService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(LEDGER) private readonly ledger: Ledger,
    private readonly gate: Gate,
  ) {}

  async execute({ actor, params }: ListGaps): Promise<GapList> {
    await this.gate.wait(params.atLeast);
    const region = this.gate.region(actor, params.region);
    const { dataset, kind, offset = 0, limit = PAGE } = params;
    const { rows, position } = await this.models.gapGrounds({ region, dataset });
    const asOf = this.ledger.clock.today();
    const all = await this.gaps.gaps(rows, { region, dataset, today: asOf });
    const asked = kind === undefined ? all : all.filter((gap) => gap.kind === kind);
    const counts = new Map<string, number>();
    for (const gap of all) counts.set(gap.kind, (counts.get(gap.kind) ?? 0) + 1);
    const totals = GAP_KINDS.map((each) => ({ kind: each, ...GAP_WORDS[each], count: counts.get(each) ?? 0 }));
    return { rows: asked.slice(offset, offset + limit), total: asked.length, offset, limit, totals, asOf, position };
  }
}

/** What is silent: nobody reported it, held it, set it or configured it. */
@ApiTags('gaps')
@Controller('api/v1/gaps')
export class GapsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    operationId: 'listGaps',
    summary: '缺口清单：未填报、未审核、未制定、未配置、未覆盖 / what nobody reported, held, set or configured',
  })
  @ApiOkResponse({ standardSchema: GapList })
  list(@Query({ schema: GapListParams }) params: z.output<typeof GapListParams>, @CurrentActor() actor: Actor): Promise<GapList> {
    return this.queries.execute(new ListGaps(actor, params));
  }
}
