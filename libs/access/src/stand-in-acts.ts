import type { Clock } from '#application';
import type { OfficeStore } from '#office';

/** 代签: for whom an act is done. Written before the act: a process that dies after it must not forget whose step it was. */
export class StandInActs {
  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
  ) {}

  /** Resolves once it is kept. What is then refused leaves a row that no event answers to. */
  async note(act: {
    readonly correlation: string;
    readonly standIn: string;
    readonly person: string;
    readonly principal: string;
  }): Promise<void> {
    const { correlation, standIn, person, principal } = act;
    await this.store.inTransaction((tx) =>
      tx
        .insertInto('stand_in_act')
        .values({ correlation, stand_in: standIn, person, principal, at: this.clock.now().toISOString() })
        .execute(),
    );
  }

  /** Correlations of what was done in the name of these persons. */
  async inTheNameOf(principals: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.store.read
      .selectFrom('stand_in_act')
      .select('correlation')
      .where('principal', 'in', [...principals])
      .execute();
    return new Set(rows.map(({ correlation }) => correlation));
  }
}
