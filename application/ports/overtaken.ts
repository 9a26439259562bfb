/** Somebody else changed the booking, or its lease lapsed: what was planned for it must be looked at again. */
export type Overtaken = { readonly _tag: 'Overtaken' };

export const overtaken: Overtaken = { _tag: 'Overtaken' };
