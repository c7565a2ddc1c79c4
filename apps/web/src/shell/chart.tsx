import { lazy, Suspense } from 'react';
import type { ChartProps } from './echart';

export type { ChartOption } from './echart';

// The library that draws is large; tables and numbers do not wait for it.
const EChart = lazy(async () => ({ default: (await import('./echart')).EChart }));

/** `label` says in words what the chart shows; the same numbers stand in a table beside it. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<div className="chart" style={{ height: props.height }} />}>
      <EChart {...props} />
    </Suspense>
  );
}
