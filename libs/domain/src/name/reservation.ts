/** Reservation of a name in a region: whoever makes its stream first has the name, and an orphan is taken over. */
import type { NameEvent } from './events';
import { normaliseName } from './normalise';
import { accept, refuse, type Decided } from '../refusal';
import { regionName } from '../region/regions';

export interface NameState {
  /** The brand that holds the name, or null while it is free. */
  readonly holder: string | null;
}

export type NameCommand =
  /** `holderFounded`: whether the stream of the brand that holds the name exists. A holder without one never was. */
  | {
      readonly type: 'reserve';
      readonly data: { readonly region: string; readonly name: string; readonly brandId: string; readonly holderFounded: boolean };
    }
  | { readonly type: 'release'; readonly data: { readonly brandId: string; readonly reason: string } };

export const initialName: NameState = { holder: null };

export const nameStream = (region: string, name: string): string => `name-${region}-${normaliseName(name)}`;

export const evolveName = (_state: NameState, event: NameEvent): NameState =>
  event.type === 'NameReserved.v1' ? { holder: event.data.brandId } : { holder: null };

export function decideName(command: NameCommand, state: NameState): Decided<NameEvent> {
  if (command.type === 'release') {
    return state.holder === command.data.brandId ? accept({ type: 'NameReleased.v1', data: command.data }) : accept();
  }
  const { region, name, brandId, holderFounded } = command.data;
  const normalised = normaliseName(name);
  if (normalised === '') {
    return refuse({
      code: 'NAME.EMPTY',
      field: 'name',
      zh: '品牌名称为空。',
      en: 'The name of the brand is empty.',
      todo: { zh: '请填写品牌名称。', en: 'Give a name.' },
    });
  }
  if (state.holder === brandId) return accept();
  if (state.holder !== null && holderFounded) {
    return refuse({
      code: 'NAME.TAKEN',
      field: 'name',
      zh: `${regionName(region) ?? region}已有名为“${name}”的品牌（编号 ${state.holder}）。`,
      en: `There is a brand called “${name}” in ${regionName(region) ?? region} already (id ${state.holder}).`,
      todo: { zh: '请在已有品牌下办理，或更换名称。', en: 'Go on with that brand, or choose another name.' },
    });
  }
  return accept({ type: 'NameReserved.v1', data: { region, name, normalised, brandId } });
}
