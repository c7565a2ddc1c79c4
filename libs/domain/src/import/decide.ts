/** A file on its way in: chunks, then one event that accepts it, then its rows dealt with one by one, then the end. */
import type { ImportEvent } from './events';
import { accept, refuse, type Decided } from '../refusal';

type DataOf<T extends ImportEvent['type']> = Extract<ImportEvent, { type: T }>['data'];

export type ImportCommand =
  | { readonly type: 'addChunk'; readonly data: DataOf<'ImportChunk.v1'> }
  | { readonly type: 'acceptImport'; readonly data: DataOf<'ImportAccepted.v1'> }
  | { readonly type: 'parkRow'; readonly data: DataOf<'ImportRowParked.v1'> }
  | { readonly type: 'finishImport'; readonly data: Omit<DataOf<'ImportApplied.v1'>, 'parked'> };

export interface ImportState {
  readonly chunks: number;
  /** Rows of all chunks together. */
  readonly rows: number;
  readonly accepted: { readonly sha256: string; readonly fileName: string; readonly rows: number } | null;
  readonly parked: readonly DataOf<'ImportRowParked.v1'>[];
  readonly applied: DataOf<'ImportApplied.v1'> | null;
}

export const initialImport: ImportState = { chunks: 0, rows: 0, accepted: null, parked: [], applied: null };

export const importStream = (importId: string): string => `import-${importId}`;

export function evolveImport(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'ImportChunk.v1':
      return { ...state, chunks: state.chunks + 1, rows: state.rows + event.data.rows.length };
    case 'ImportAccepted.v1': {
      const { sha256, fileName, rows } = event.data;
      return { ...state, accepted: { sha256, fileName, rows } };
    }
    case 'ImportRowParked.v1':
      return { ...state, parked: [...state.parked, event.data] };
    case 'ImportApplied.v1':
      return { ...state, applied: event.data };
    default:
      return state;
  }
}

export function decideImport(command: ImportCommand, state: ImportState): Decided<ImportEvent> {
  switch (command.type) {
    case 'addChunk':
      if (state.accepted) return alreadyAccepted(state.accepted.fileName);
      // The same chunk again, after a crash between two appends.
      if (command.data.first < state.rows) return accept();
      return command.data.first === state.rows
        ? accept({ type: 'ImportChunk.v1', data: command.data })
        : incomplete(`第 ${state.rows + 1} 行起缺失`, `rows are missing from row ${state.rows + 1} on`);
    case 'acceptImport':
      if (state.accepted) return state.accepted.sha256 === command.data.sha256 ? accept() : alreadyAccepted(state.accepted.fileName);
      return command.data.chunks === state.chunks
        ? accept({ type: 'ImportAccepted.v1', data: command.data })
        : incomplete(
            `应有 ${command.data.chunks} 段，已存 ${state.chunks} 段`,
            `${state.chunks} of ${command.data.chunks} chunks are stored`,
          );
    case 'parkRow': {
      if (!state.accepted) return notAccepted();
      const { row, code } = command.data;
      if (state.parked.some((parked) => parked.row === row && parked.code === code)) return accept();
      return state.applied ? alreadyApplied() : accept({ type: 'ImportRowParked.v1', data: command.data });
    }
    case 'finishImport':
      if (!state.accepted) return notAccepted();
      return state.applied ? accept() : accept({ type: 'ImportApplied.v1', data: { ...command.data, parked: state.parked.length } });
  }
}

const alreadyAccepted = (fileName: string) =>
  refuse({
    code: 'IMPORT.ALREADY_ACCEPTED',
    field: null,
    zh: `该导入已受理文件“${fileName}”。`,
    en: `This import has accepted the file “${fileName}”.`,
    todo: { zh: '请为另一文件另建导入。', en: 'Start another import for another file.' },
  });
const alreadyApplied = () =>
  refuse({
    code: 'IMPORT.ALREADY_APPLIED',
    field: null,
    zh: '该导入已办结。',
    en: 'This import is finished.',
    todo: { zh: '请为补充内容另建导入。', en: 'Start another import for what was left out.' },
  });
const notAccepted = () =>
  refuse({
    code: 'IMPORT.NOT_ACCEPTED',
    field: null,
    zh: '该导入尚未受理。',
    en: 'This import was not accepted.',
    todo: { zh: '请先校验并受理整个文件。', en: 'Check and accept the whole file first.' },
  });
const incomplete = (zh: string, en: string) =>
  refuse({
    code: 'IMPORT.INCOMPLETE',
    field: 'chunks',
    zh: `文件内容不完整：${zh}。`,
    en: `The file is incomplete: ${en}.`,
    todo: { zh: '请重新上传该文件。', en: 'Send the file again.' },
  });
