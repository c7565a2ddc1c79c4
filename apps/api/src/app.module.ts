import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Composition } from '../../worker/src/composition';
import { AccessGuard } from './access.guard';
import { AccountsController } from './accounts.controller';
import { BrandCommandsController } from './brand-commands.controller';
import { BrandsController } from './brands.controller';
import { CatalogueController } from './catalogue.controller';
import { commandHandlers } from './commands';
import { DashboardController } from './dashboard.controller';
import { CorrectionsController, correctionHandlers } from './corrections.controller';
import { DocumentsController } from './documents.controller';
import { ExportsController } from './exports.controller';
import { InnerRequest } from './exports.inner';
import { TemplatesController } from './templates.controller';
import { EvidenceController } from './evidence.controller';
import { EvidenceGate } from './evidence.gate';
import { FeedController } from './feed.controller';
import { FundsController } from './funds.controller';
import { GapsController, ListGapsHandler } from './gaps.controller';
import { HealthController } from './health.controller';
import { ImportsController } from './imports.controller';
import { FillDraftController } from './imports.drafts.controller';
import { FormFileController } from './form-file.controller';
import { OidcController } from './oidc.controller';
import { queryHandlers } from './query-handlers';
import { Quotas } from './quotas';
import { PersonsController } from './persons.controller';
import { PoliciesController } from './policies.controller';
import { ProcedureController } from './procedure.controller';
import { RebuildsController } from './rebuilds.controller';
import { RegionsController } from './regions.controller';
import { SessionsController } from './sessions.controller';
import { subjectHandlers } from './subjects';
import { AskedInReturns } from './returns.asked';
import { ReturnCallsController, ReturnsController } from './returns.controller';
import { SubjectsController, subjectControllers } from './subjects.controller';
import { WorkController } from './work.controller';
import { WhatIfController } from './what-if.controller';
import {
  BRAND_NAMES,
  BRAND_SERVICE,
  CALENDAR,
  CATALOGUE_SERVICE,
  CORRECTION_PREVIEWS,
  EVIDENCE,
  FUND_SERVICE,
  GAP_SERVICE,
  IMPORT_SERVICE,
  LEDGER,
  MODELS,
  OFFICE,
  POLICY_LIBRARY,
  READ_MODELS,
  RETURN_SERVICE,
  RUNTIME,
  SUBJECT_SERVICE,
  WHAT_IF,
  YEAR_SERVICE,
} from './tokens';

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
        CatalogueController,
        DashboardController,
        DocumentsController,
        RegionsController,
        ImportsController,
        PoliciesController,
        RebuildsController,
        FeedController,
        SubjectsController,
        ...subjectControllers,
        ReturnCallsController,
        ReturnsController,
        WhatIfController,
        GapsController,
        EvidenceController,
        FundsController,
        ProcedureController,
        WorkController,
        CorrectionsController,
        OidcController,
        ExportsController,
        TemplatesController,
        FillDraftController,
        FormFileController,
        SessionsController,
        AccountsController,
        PersonsController,
        HealthController,
      ],
      providers: [
        EvidenceGate,
        Quotas,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: LEDGER, useValue: composition.ledger },
        { provide: BRAND_SERVICE, useValue: composition.brands },
        { provide: CATALOGUE_SERVICE, useValue: composition.catalogue },
        { provide: SUBJECT_SERVICE, useValue: composition.subjects },
        { provide: GAP_SERVICE, useValue: composition.gaps },
        { provide: YEAR_SERVICE, useValue: composition.years },
        { provide: IMPORT_SERVICE, useValue: composition.imports },
        { provide: POLICY_LIBRARY, useValue: composition.policies },
        { provide: MODELS, useValue: composition.models },
        { provide: READ_MODELS, useValue: composition.models.queries },
        { provide: BRAND_NAMES, useValue: composition.models },
        { provide: CORRECTION_PREVIEWS, useValue: composition.corrections },
        { provide: RETURN_SERVICE, useValue: composition.returns },
        { provide: WHAT_IF, useValue: composition.whatIf },
        { provide: OFFICE, useValue: composition.office },
        { provide: EVIDENCE, useValue: composition.evidence },
        { provide: CALENDAR, useValue: composition.calendar },
        { provide: FUND_SERVICE, useValue: composition.funds },
        { provide: RUNTIME, useValue: composition },
        ...commandHandlers,
        ...queryHandlers,
        ...subjectHandlers,
        ListGapsHandler,
        InnerRequest,
        AskedInReturns,
        ...correctionHandlers,
      ],
    };
  }
}
