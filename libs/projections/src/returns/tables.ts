import type { BrandStage, Kind, LineStanding, Origin, ReturnBasis, ReturnKind } from '#domain';
import type { Dataset } from '#contracts';
import { defineTable, int, intOrNull, oneOf, text, textOrNull } from '../table';

/** 填报任务: one row each, with its terms as they stand. */
export const returnCallTable = defineTable('return_call', {
  columns: {
    call_id: text,
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    dataset: oneOf<Dataset>(),
    period: text,
    kind: oneOf<ReturnKind>(),
    status: oneOf<'open' | 'closed'>(),
    revision: int,
    /** JSON: the terms as the domain folds them. */
    terms: text,
  },
  key: 'call_id',
  indexes: [['region'], ['dataset', 'period']],
});

/** Brands under cultivation and delisted ones, and who reports for them: what a call expects follows from these rows. */
export const returnBrandTable = defineTable('return_brand', {
  columns: {
    brand_id: text,
    name: text,
    kind: oneOf<Kind>(),
    category: textOrNull,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    stage: oneOf<BrandStage | 'unknown'>(),
    delisted_on: textOrNull,
    /** The construction unit that named it first and still does; null: none is known. */
    unit: textOrNull,
    unit_name: textOrNull,
    institution: textOrNull,
    institution_name: textOrNull,
    /** JSON: everybody who names it, in the order of the log. */
    reporters: text,
  },
  key: 'brand_id',
  indexes: [['region', 'stage'], ['prefecture', 'stage'], ['province', 'stage'], ['unit'], ['institution']],
});

/** Names of construction units and institutions. */
export const returnUnitTable = defineTable('return_unit', { columns: { stream: text, name: text }, key: 'stream' });

/** A return: how many of its lines stand where. Named so because `return` is a word of SQL. */
export const returnFormTable = defineTable('return_form', {
  columns: {
    return_id: text,
    call_id: text,
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    dataset: oneOf<Dataset>(),
    origin: oneOf<Origin>(),
    period: text,
    year: int,
    kind: oneOf<ReturnKind>(),
    basis: oneOf<ReturnBasis>(),
    unit: text,
    unit_name: textOrNull,
    on_behalf: int,
    lines: int,
    returned: int,
    reported: int,
    checked: int,
    reviewed: int,
    approved: int,
    accepted: int,
    locked: int,
    /** Locked lines whose figures went to their brands, or were refused by them. */
    applied: int,
    /** Lines whose doubt was explained. */
    warnings: int,
    late: int,
    late_until: textOrNull,
    due_on: text,
    reported_on: textOrNull,
    revision: int,
    updated_on: text,
  },
  key: 'return_id',
  indexes: [
    ['call_id', 'region'],
    ['dataset', 'year'],
  ],
});

/** One line of a return as it stands. Figures within the year are read here; those of whole years stand with their brands. */
export const returnLineTable = defineTable('return_line', {
  columns: {
    key: text,
    return_id: text,
    call_id: text,
    brand_id: text,
    metric: text,
    directness: text,
    /** Empty for labour brands. */
    trade: text,
    unit: text,
    nature: text,
    value: intOrNull,
    standing: oneOf<LineStanding>(),
    explained: int,
    period: text,
    year: int,
    /** Last month of the period. */
    to_month: int,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    kind: oneOf<ReturnKind>(),
    category: textOrNull,
  },
  key: 'key',
  owner: 'return_id',
  fixed: ['return_id', 'call_id', 'brand_id', 'metric', 'directness', 'trade'],
  indexes: [
    ['brand_id', 'year'],
    ['call_id', 'metric', 'category'],
  ],
});
