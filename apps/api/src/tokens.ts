/** What the composition hands to handlers and controllers. */
export const LEDGER = Symbol('Ledger');
export const BRAND_SERVICE = Symbol('BrandService');
export const CATALOGUE_SERVICE = Symbol('CatalogueService');
export const YEAR_SERVICE = Symbol('YearService');
export const IMPORT_SERVICE = Symbol('ImportService');
export const POLICY_LIBRARY = Symbol('PolicyLibrary');
export const BRAND_NAMES = Symbol('BrandNames');
export const MODELS = Symbol('Models');
export const READ_MODELS = Symbol('ReadModels');
export const RUNTIME = Symbol('Runtime');
export const SUBJECT_SERVICE = Symbol('SubjectService');
export const GAP_SERVICE = Symbol('GapService');
export const CORRECTION_PREVIEWS = Symbol('CorrectionPreviews');
export const WHAT_IF = Symbol('WhatIf');
