/** The same record without some of its members, which are then absent and not undefined. */
export const without = <A extends object, K extends keyof A>(whole: A, ...members: readonly K[]): Omit<A, K> =>
  Object.fromEntries(Object.entries(whole).filter(([member]) => !members.includes(member as K))) as Omit<A, K>;
