/** Objects looked up by ids that anybody may have sent: what is no text names nothing, and PostgreSQL fails when asked about it. */
import type { Caller } from '../caller.ts';
import { isText } from '../value/text.ts';

export const named = (ids: readonly string[]) => ({ in: ids.filter(isText) });

export const mine = ({ organizationId }: Caller, ids: readonly string[]) => ({ organizationId, id: named(ids) });
