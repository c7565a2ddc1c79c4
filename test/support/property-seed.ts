/**
 * Property tests run on the same cases every time, so that a failure belongs to the change that made it. `PROPERTY_SEED`
 * takes another number, or `any` for new cases at every run: that is how one goes looking.
 */
import fc from 'fast-check';

const asked = process.env['PROPERTY_SEED'] ?? '20240118';
if (asked !== 'any') fc.configureGlobal({ seed: Number(asked) });
