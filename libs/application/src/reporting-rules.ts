import type { CallRules, PeriodKind } from '#domain';
import { parse } from 'yaml';
import { z } from 'zod';
import { shippedData } from './shipped';

const Whole = z.int().min(1);
const Ratio = { numerator: Whole, denominator: Whole };
const ReportingFile = z.strictObject({
  approvedBy: z.string().min(1),
  approvedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  note: z.string().min(1),
  workingDays: z.strictObject({ month: Whole, quarter: Whole, halfYear: Whole, year: Whole }),
  jump: z.strictObject(Ratio),
  outlier: z.strictObject({ ...Ratio, peers: Whole }),
});

/** What no document states about returns, and who approved it（本地配置）. */
export interface ReportingRules {
  readonly workingDays: Readonly<Record<PeriodKind, number>>;
  /** As every call carries them. */
  readonly rules: CallRules;
}

/** @param text YAML. @throws Error that names what does not fit */
export function readReportingRules(text: string): ReportingRules {
  const read = ReportingFile.safeParse(parse(text));
  if (!read.success) throw new Error(`reporting.yaml: ${z.prettifyError(read.error)}`);
  const { workingDays, ...rules } = read.data;
  return { workingDays, rules };
}

/** The configuration that comes with the program. */
export const shippedReportingRules = (): ReportingRules => readReportingRules(shippedData('reporting.yaml').toString('utf8'));
