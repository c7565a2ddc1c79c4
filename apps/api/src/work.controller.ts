/** 工作台: one queue for each role, composed from every part of the ledger in which something waits. */
import { LOCAL_ROLE, actionOf, isRole } from '#access';
import type { Ledger, PolicyLibrary } from '#application';
import { WORK_KINDS, WorkParams, WorkQueue, type WorkItem, type WorkKindDefinition, type WorkKindId } from '#contracts';
import { workingDaysLeft, type Actor, type WorkingCalendar } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import { CurrentActor, unitOf } from './actor';
import { Gate } from './query-handlers';
import { CALENDAR, LEDGER, POLICY_LIBRARY, READ_MODELS, RUNTIME } from './tokens';
import { brandsOfUnit } from './unit-brands';
import { WorkSources } from './work.sources';

/**
 * Whether somebody may know of this kind of work at all, their own or that of another role: by the table of access, under the action by
 * which the same is read elsewhere. The region and the unit are held beside it, as for every list.
 */
const mayKnow = ({ role }: Actor, { reads }: WorkKindDefinition): boolean =>
  role === LOCAL_ROLE || (isRole(role) && actionOf(reads)?.who[role] !== undefined);

@ApiTags('work')
@Controller('api/v1')
export class WorkController {
  private readonly sources: WorkSources;

  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(POLICY_LIBRARY) policies: PolicyLibrary,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(RUNTIME) runtime: Composition,
    private readonly gate: Gate,
  ) {
    this.sources = new WorkSources(models, policies, ledger, runtime);
  }

  @Get('work')
  @ApiOperation({ operationId: 'work', summary: '工作台（待办） / what waits for whom, with its days' })
  @ApiOkResponse({ standardSchema: WorkQueue })
  async work(@Query({ schema: WorkParams }) params: z.output<typeof WorkParams>, @CurrentActor() actor: Actor): Promise<WorkQueue> {
    await this.gate.wait(params.atLeast);
    const region = this.gate.region(actor, params.region);
    const today = this.ledger.clock.today();
    const role = params.role ?? (actor.role === LOCAL_ROLE ? null : actor.role);
    const wants = (kind: WorkKindId): boolean => {
      const definition: WorkKindDefinition = WORK_KINDS[kind];
      if (params.kind !== undefined && params.kind !== kind) return false;
      return mayKnow(actor, definition) && (role === null || definition.roles.includes(role));
    };
    const unit = unitOf(actor);
    const own = unit === null ? null : await brandsOfUnit(this.ledger, unit);
    // Of before the sources are asked: what they tell is at least as new.
    const { position } = await this.models.work({ what: [] });
    const found = await this.sources.open({ actor, region, dataset: params.dataset, today, wants });
    const rows = found
      // Whoever speaks for a unit sees what is about its brands and its returns.
      .filter(({ brandId, stream }) => own === null || (brandId === null ? stream === unit : own.has(brandId)))
      .filter(({ what }) => wants(what))
      .filter(({ on }) => params.overdue !== 'true' || (on !== null && on < today))
      .map((open): WorkItem => {
        const { zh, en, roles } = WORK_KINDS[open.what];
        const left = open.on === null ? null : workingDaysLeft(today, open.on, this.calendar);
        return { ...open, zh, en, roles: [...roles], workingDaysLeft: left };
      })
      .sort((a, b) => order(a).localeCompare(order(b)) || a.name.localeCompare(b.name, 'zh-CN') || a.id.localeCompare(b.id));
    const counts: Record<string, number> = {};
    for (const { what } of rows) counts[what] = (counts[what] ?? 0) + 1;
    return { rows, counts, role, position };
  }
}

/** What has a day comes before what only waits; those that wait longest come first. */
const order = ({ on, since }: WorkItem): string => on ?? `9999${since ?? ''}`;
