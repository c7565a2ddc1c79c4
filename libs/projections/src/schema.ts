import type { Kysely } from 'kysely';
import type { brandLifeTable, brandRevisionTable, brandTable } from './catalogue/tables';
import type { correctionTable } from './corrections/model';
import type { CoreTables } from './database';
import type { editionPartTable, editionTable, listingTable, movementTable } from './editions/model';
import type { fundTable } from './funds/model';
import type { gapGroundTable } from './gaps/model';
import type { leafTable } from './history/model';
import type { importTable, parkedRowTable } from './imports/model';
import type { standingChangeTable } from './movements/model';
import type { regionalFigureTable, yearClosedTable } from './regional/model';
import type { subjectBrandTable, subjectTable } from './subjects/model';
import type { returnBrandTable, returnCallTable, returnFormTable, returnLineTable, returnUnitTable } from './returns/tables';
import type { Row } from './table';
import type { tierStatusTable } from './tier-status/model';
import type { workItemTable } from './work-list/model';
import type { brandFigureTable, figureQualityTable, yearlyTotalTable } from './yearly/model';

/** Tables of the read models. */
export type ProjectionTables = {
  readonly brand: Row<typeof brandTable>;
  readonly brand_revision: Row<typeof brandRevisionTable>;
  readonly brand_life: Row<typeof brandLifeTable>;
  readonly correction: Row<typeof correctionTable>;
  readonly tier_status: Row<typeof tierStatusTable>;
  readonly brand_figure: Row<typeof brandFigureTable>;
  readonly yearly_total: Row<typeof yearlyTotalTable>;
  readonly figure_quality: Row<typeof figureQualityTable>;
  readonly standing_change: Row<typeof standingChangeTable>;
  readonly regional_figure: Row<typeof regionalFigureTable>;
  readonly year_closed: Row<typeof yearClosedTable>;
  readonly subject: Row<typeof subjectTable>;
  readonly subject_brand: Row<typeof subjectBrandTable>;
  readonly fund_entry: Row<typeof fundTable>;
  readonly gap_ground: Row<typeof gapGroundTable>;
  readonly leaf: Row<typeof leafTable>;
  readonly work_item: Row<typeof workItemTable>;
  readonly import_progress: Row<typeof importTable>;
  readonly import_parked_row: Row<typeof parkedRowTable>;
  readonly catalogue_edition: Row<typeof editionTable>;
  readonly catalogue_edition_part: Row<typeof editionPartTable>;
  readonly catalogue_listing: Row<typeof listingTable>;
  readonly brand_movement: Row<typeof movementTable>;
  readonly return_call: Row<typeof returnCallTable>;
  readonly return_brand: Row<typeof returnBrandTable>;
  readonly return_unit: Row<typeof returnUnitTable>;
  readonly return_form: Row<typeof returnFormTable>;
  readonly return_line: Row<typeof returnLineTable>;
};

/** All that queries may read. */
export type ModelTables = CoreTables & ProjectionTables;

export type Reader = Kysely<ModelTables>;
