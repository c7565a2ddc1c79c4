import { specFor } from '#testing';
import { decideImport, evolveImport, initialImport, type ImportCommand, type ImportState } from './decide';
import type { ImportEvent } from './events';

const { given } = specFor<ImportState, ImportEvent, ImportCommand, ImportEvent>({
  initial: initialImport,
  evolve: evolveImport,
  decide: decideImport,
  record: (event) => event,
});

const sha256 = 'c'.repeat(64);
const chunk = (first: number): ImportEvent & { type: 'ImportChunk.v1' } => ({
  type: 'ImportChunk.v1',
  data: { first, rows: [{ a: '1' }, { a: null }] },
});
const accepted: ImportEvent & { type: 'ImportAccepted.v1' } = {
  type: 'ImportAccepted.v1',
  data: { format: 'facts', fileName: 'facts.csv', sha256, rows: 4, chunks: 2 },
};
const parked: ImportEvent & { type: 'ImportRowParked.v1' } = {
  type: 'ImportRowParked.v1',
  data: { row: 3, code: 'BRAND.FIGURE_UNIT', zh: '单位', en: 'unit' },
};
const applied: ImportEvent = { type: 'ImportApplied.v1', data: { applied: 3, unchanged: 0, parked: 1 } };
const whole = [chunk(0), chunk(2), accepted];
const add = (first: number): ImportCommand => ({ type: 'addChunk', data: chunk(first).data });
const acceptFile = (over: Partial<(typeof accepted)['data']> = {}): ImportCommand => ({
  type: 'acceptImport',
  data: { ...accepted.data, ...over },
});
const park: ImportCommand = { type: 'parkRow', data: parked.data };
const finish: ImportCommand = { type: 'finishImport', data: { applied: 3, unchanged: 0 } };

it('a file goes in by chunks, is accepted once, its bad row is parked, and it ends', () => {
  given().when(add(0)).then(chunk(0));
  given(chunk(0)).when(add(2)).then(chunk(2));
  given(chunk(0), chunk(2)).when(acceptFile()).then(accepted);
  given(...whole)
    .when(park)
    .then(parked);
  given(...whole, parked)
    .when(finish)
    .then(applied);
});

it('a restart repeats nothing', () => {
  given(chunk(0)).when(add(0)).thenNothing();
  given(...whole)
    .when(acceptFile())
    .thenNothing();
  given(...whole, parked)
    .when(park)
    .thenNothing();
  given(...whole, parked, applied)
    .when(park)
    .thenNothing();
  given(...whole, parked, applied)
    .when(finish)
    .thenNothing();
});

it.each<[string, readonly ImportEvent[], ImportCommand]>([
  ['IMPORT.INCOMPLETE', [], add(2)],
  ['IMPORT.INCOMPLETE', [chunk(0)], acceptFile()],
  ['IMPORT.ALREADY_ACCEPTED', whole, add(4)],
  ['IMPORT.ALREADY_ACCEPTED', whole, acceptFile({ sha256: 'd'.repeat(64) })],
  ['IMPORT.NOT_ACCEPTED', [chunk(0)], park],
  ['IMPORT.NOT_ACCEPTED', [chunk(0)], finish],
  ['IMPORT.ALREADY_APPLIED', [...whole, applied], park],
])('%s', (code, history, asked) => {
  given(...history)
    .when(asked)
    .thenRefused(code);
});
