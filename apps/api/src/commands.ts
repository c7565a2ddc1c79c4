import { problems, type BrandService, type CommandAnswer, type CommandOptions, type YearService } from '#application';
import { brandRefusal, correctsAlone, type HumanBrandCommand } from '#domain';
import { AskedInReturns } from './returns.asked';
import { BRAND_SERVICE, YEAR_SERVICE } from './tokens';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

type Report = Extract<HumanBrandCommand, { type: 'report' }>['data'];
type Nomination = Extract<HumanBrandCommand, { type: 'nominate' }>['data'];

/** 登记品牌, with 申报 in the same append when there is one. */
export class FoundBrand extends Command<CommandAnswer> {
  constructor(
    readonly report: Report,
    readonly nomination: Nomination | null,
    readonly options: CommandOptions,
  ) {
    super();
  }
}

/** Any command of a person on a brand that exists. */
export class CommandBrand extends Command<CommandAnswer> {
  constructor(
    readonly brandId: string,
    readonly command: HumanBrandCommand,
    readonly options: CommandOptions,
  ) {
    super();
  }
}

/** 年度封账. */
export class CloseYear extends Command<{
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly repeated: boolean;
}> {
  constructor(
    readonly region: string,
    readonly body: {
      readonly year: number;
      readonly closedOn: string;
      readonly closedBy: string;
      readonly origin: 'published' | 'operational' | 'synthetic';
    },
    readonly options: CommandOptions,
  ) {
    super();
  }
}

@CommandHandler(FoundBrand)
export class FoundBrandHandler implements ICommandHandler<FoundBrand> {
  constructor(@Inject(BRAND_SERVICE) private readonly brands: BrandService) {}
  execute({ report, nomination, options }: FoundBrand): Promise<CommandAnswer> {
    return this.brands.found(report, nomination, options);
  }
}

@CommandHandler(CommandBrand)
export class CommandBrandHandler implements ICommandHandler<CommandBrand> {
  constructor(
    @Inject(BRAND_SERVICE) private readonly brands: BrandService,
    private readonly asked: AskedInReturns,
  ) {}
  async execute({ brandId, command, options }: CommandBrand): Promise<CommandAnswer> {
    if (command.type === 'correctFigure') {
      const { state } = await this.brands.ledger.loadBrand(brandId);
      if (!correctsAlone(state, command.data.corrects, options.actor))
        throw problems.refused(brandRefusal('BRAND.CORRECTION_NEEDS_REQUEST', 'corrects'));
    }
    if (command.type === 'recordFigure') {
      const [refusal] = await this.asked.refusalsOf([{ brandId, figure: command.data.figure }], options.actor);
      if (refusal) throw problems.refused(refusal);
    }
    return this.brands.command(brandId, command, options);
  }
}

@CommandHandler(CloseYear)
export class CloseYearHandler implements ICommandHandler<CloseYear> {
  constructor(@Inject(YEAR_SERVICE) private readonly years: YearService) {}
  execute({ region, body, options }: CloseYear) {
    return this.years.close(region, body, options);
  }
}

export const commandHandlers = [FoundBrandHandler, CommandBrandHandler, CloseYearHandler];
