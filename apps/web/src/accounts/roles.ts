import { ROLES, type RoleId } from '../../../../libs/access/src/roles';

export const ROLE_OPTIONS = Object.entries(ROLES).map(([value, { zh, en, at }]) => ({ value: value as RoleId, zh, en, at }));
export const isUnitRole = (role: string | undefined): boolean => ROLE_OPTIONS.some(({ value, at }) => value === role && at === 'unit');
