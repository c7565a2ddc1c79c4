/** Time and ids enter the ledger here and nowhere else, so that tests, and a scripted demonstration, can hold them. */
export interface Clock {
  /** The true instant: what `recordedAt` says. */
  now(): Date;
  /** The business date in Asia/Shanghai: what counts. A script may set it; `now` never lies. */
  today(): string;
}

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

const HOUR_MS = 3_600_000;
let lastHour: { readonly hour: number; readonly date: string } | null = null;

/** Business date (Asia/Shanghai, `2024-07-30`) of an instant. */
export function businessDateOf(instant: Date): string {
  // Every command asks for it, and midnight falls on a full hour: within one hour of UTC there is one date.
  const hour = Math.floor(instant.getTime() / HOUR_MS);
  if (lastHour?.hour !== hour) lastHour = { hour, date: shanghai.format(instant) };
  return lastHour.date;
}

export const systemClock: Clock = { now: () => new Date(), today: () => businessDateOf(new Date()) };

/** A clock whose business date can be set for a while, as the demonstration script does; its `now` stays true. */
export class ScriptedClock implements Clock {
  private scripted: string | null = null;
  constructor(private readonly base: Clock = systemClock) {}
  now(): Date {
    return this.base.now();
  }
  today(): string {
    return this.scripted ?? this.base.today();
  }
  /** `null` gives the date back to the true clock. */
  setToday(date: string | null): void {
    this.scripted = date;
  }
}
