import { OPERATOR, ROLES, actionOf, isRole, machineActWords } from '#access';
import { AccessRecordParams, AccessRecordRow, PersonName, PersonsParams, StandInAct } from '#contracts';
import { regionName, type Actor } from '#domain';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import { CurrentActor } from './actor';
import { RUNTIME } from './tokens';

const Persons = z.object({ rows: z.array(PersonName) }).meta({ id: 'Persons' });
const StandInActs = z.object({ rows: z.array(StandInAct) }).meta({ id: 'StandInActs' });
const AccessRecords = z.object({ rows: z.array(AccessRecordRow), limit: z.int(), more: z.boolean() }).meta({ id: 'AccessRecords' });
const StreamParams = z.strictObject({ stream: z.string().max(120) });
const PAGE = 50;

/** The directory, and the records of who read what. */
@ApiTags('persons')
@Controller('api/v1')
export class PersonsController {
  constructor(@Inject(RUNTIME) private readonly house: Composition) {}

  @Get('persons')
  @ApiOperation({ operationId: 'persons', summary: '由编号查姓名 / names of persons by id; unknown ones are left out' })
  @ApiOkResponse({ standardSchema: Persons })
  async persons(@Query({ schema: PersonsParams }) { ids }: z.output<typeof PersonsParams>): Promise<z.infer<typeof Persons>> {
    const names = await this.house.access.accounts.namesOf(ids);
    return { rows: [...names].map(([id, name]) => ({ id, name })) };
  }

  @Get('stand-ins/acts')
  @ApiOperation({ operationId: 'standInActs', summary: '代签办理的事项 / what was done on a stream for somebody else' })
  @ApiOkResponse({ standardSchema: StandInActs })
  async standInActs(@Query({ schema: StreamParams }) { stream }: z.output<typeof StreamParams>): Promise<z.infer<typeof StandInActs>> {
    const { accounts, records } = this.house.access;
    const acts = await records.standInActs(stream);
    const documents = new Map((await accounts.standIns('000000')).map(({ id, document }) => [id, document]));
    return {
      rows: acts.flatMap(({ correlation, person, principal, stand_in: standIn }) =>
        correlation === null || person === null || principal === null || standIn === null
          ? []
          : [{ correlation, person, principal, document: documents.get(standIn) ?? '' }],
      ),
    };
  }

  @Get('access-records')
  @ApiOperation({ operationId: 'accessRecords', summary: '访问记录：谁看了什么、谁被拒绝 / who read what, and who was refused' })
  @ApiOkResponse({ standardSchema: AccessRecords })
  async records(
    @Query({ schema: AccessRecordParams }) params: z.output<typeof AccessRecordParams>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof AccessRecords>> {
    const { accounts, records } = this.house.access;
    const { person, subject, region, kind, from, until, before, outcome, limit = PAGE } = params;
    const found = await records.list({
      ...{ scope: actor.region, person, subject, region, kind, from, until, before, refused: outcome === 'refused', limit },
    });
    const people = found.rows.flatMap(({ person: who, principal }) => [who, principal]).filter((id) => id !== null);
    const names = await accounts.namesOf([...new Set(people)]);
    return {
      ...{ limit, more: found.more },
      rows: found.rows.map((row) => ({
        ...{ id: row.id, at: row.at, person: row.person, role: row.role, scope: row.scope, principal: row.principal, kind: row.kind },
        ...{
          action: row.action,
          method: row.method,
          path: row.path,
          region: row.region,
          subject: row.subject,
          status: row.status,
          code: row.code,
        },
        personName: row.person === null ? null : row.person === OPERATOR.id ? OPERATOR.zh : (names.get(row.person) ?? null),
        principalName: row.principal === null ? null : (names.get(row.principal) ?? null),
        roleZh: row.role === null ? null : isRole(row.role) ? ROLES[row.role].zh : row.role,
        actionZh: (actionOf(row.action) ?? machineActWords(row.action))?.zh ?? row.action,
        actionEn: (actionOf(row.action) ?? machineActWords(row.action))?.en ?? row.action,
        regionName: row.region === null ? null : (regionName(row.region) ?? row.region),
      })),
    };
  }
}
