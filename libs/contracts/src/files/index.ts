/** Files that enter and leave: decoding, parsing and checking. No network and no file system: callers read the bytes. */
import { brandFactsFormat } from './brand-facts';
import { brandsFormat } from './brands';
import type { ImportFormat } from './import-format';
import { yearlyFiguresFormat } from './yearly-figures';

export { brandFactsFormat, countForms, FACT_FORMS, type FactForm } from './brand-facts';
export { brandsFormat } from './brands';
export { asWritten, harmless, MAX_ROWS, parseCsv, parseOfficeCsv, type CsvRow, type CsvTable } from './csv';
export { checkFileSize, decodeText, MAX_FILE_BYTES, type DecodedText, type Encoding } from './decode';
export * from './import-format';
export { MAX_PROBLEMS, type FileProblem, type Read } from './problems';
export * from './synthetic';
export { brandsIn, templateOf } from './tables';
export { directnessWords, metricWords, natureLabel, unitLabel } from './words';
export { yearlyFiguresFormat } from './yearly-figures';

/** Every format by the id that `ImportAccepted.v1` names. */
export const importFormats: ReadonlyMap<string, ImportFormat> = new Map(
  [brandFactsFormat, yearlyFiguresFormat, brandsFormat].map((format) => [format.id, format]),
);
