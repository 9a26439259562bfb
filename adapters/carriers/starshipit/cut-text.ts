/** At most so many UTF-16 units, as Starshipit counts, and never half a character: that is no text, and cannot be sent. */
export const cutText = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
