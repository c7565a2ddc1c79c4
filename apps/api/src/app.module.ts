import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Composition } from '../../worker/src/composition';
import { BrandCommandsController } from './brand-commands.controller';
import { BrandsController } from './brands.controller';
import { commandHandlers } from './commands';
import { FeedController } from './feed.controller';
import { HealthController } from './health.controller';
import { ImportsController } from './imports.controller';
import { queryHandlers } from './query-handlers';
import { RebuildsController } from './rebuilds.controller';
import { RegionsController } from './regions.controller';
import { BRAND_NAMES, BRAND_SERVICE, IMPORT_SERVICE, LEDGER, MODELS, POLICY_LIBRARY, READ_MODELS, RUNTIME, YEAR_SERVICE } from './tokens';

/** HTTP in front of a composition: the buses are a synchronous dispatcher in this process and nothing more. */
@Module({})
export class ApiModule {
  static of(composition: Composition): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        BrandsController,
        BrandCommandsController,
        RegionsController,
        ImportsController,
        RebuildsController,
        FeedController,
        HealthController,
      ],
      providers: [
        { provide: LEDGER, useValue: composition.ledger },
        { provide: BRAND_SERVICE, useValue: composition.brands },
        { provide: YEAR_SERVICE, useValue: composition.years },
        { provide: IMPORT_SERVICE, useValue: composition.imports },
        { provide: POLICY_LIBRARY, useValue: composition.policies },
        { provide: MODELS, useValue: composition.models },
        { provide: READ_MODELS, useValue: composition.models.queries },
        { provide: BRAND_NAMES, useValue: composition.models },
        { provide: RUNTIME, useValue: composition },
        ...commandHandlers,
        ...queryHandlers,
      ],
    };
  }
}
