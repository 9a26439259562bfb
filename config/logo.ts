import { createHash } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { type LogoFault, MOST_BYTES, MOST_SIDE, readLogo } from '../adapters/labels/logo.js';
import type { Logo, Picture } from '../application/ports/label-press.js';
import type { SettingsFault } from './settings-fault.js';

const found = (fault: LogoFault): string => {
  switch (fault) {
    case 'unreadable':
      return 'no file that can be read';
    case 'too_large':
      return `a file of more than ${MOST_BYTES} bytes`;
    case 'too_many_dots':
      return `a picture of more than ${MOST_SIDE} dots along one side`;
    case 'no_png_or_jpeg':
      return 'a file that is neither PNG nor JPEG';
    case 'broken':
      return 'a picture that cannot be decoded';
  }
};

const withDigest = (picture: Picture): Logo => {
  const { width, height, ink } = picture;
  return { ...picture, digest: createHash('sha256').update(`${width}x${height}:`).update(ink).digest('base64url') };
};

/** The logo that an account's settings name, where they name one. */
export const openLogo = async (
  account: string,
  file: string | undefined,
): Promise<E.Either<readonly (SettingsFault & { readonly file: string })[], Logo | undefined>> => {
  if (file === undefined) return E.right(undefined);
  const logo = await readLogo(file);
  const mend = `let accounts.${account}.labels.logo name a PNG or JPEG file that this user can read, or leave it out`;
  return E.isRight(logo)
    ? E.right(withDigest(logo.right))
    : E.left([{ file, path: '', found: found(logo.left), mend }]);
};
