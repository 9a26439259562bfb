import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { faultsOf } from '../../adapters/codec/faults.js';
import { faultWords } from '../../adapters/http/fault-words.js';
import { OffersBody } from '../../adapters/http/newstore/codecs.js';
import { noOffersAnswer } from '../../adapters/http/newstore/errors.js';
import { fromOffers, toOffersRequest } from '../../adapters/http/newstore/mapping.js';
import { ExitCode } from './exit-codes.js';
import { explanationLines } from './explanation-words.js';
import { bold, complain, print, printJson } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

const readRequest = (file: string): E.Either<readonly string[], OffersBody> => {
  const text = E.tryCatch(
    () => readFileSync(file === '-' ? 0 : file, 'utf8'),
    () => [`${file}: cannot be read`],
  );
  if (E.isLeft(text)) return text;
  const json = E.tryCatch(
    (): unknown => JSON.parse(text.right),
    () => [`${file}: is not JSON`],
  );
  if (E.isLeft(json)) return json;
  const body = OffersBody.decode(json.right);
  return E.isRight(body)
    ? body
    : E.left(faultsOf(body.left).map((fault) => `${file}: ${fault.field} ${faultWords(fault)}`));
};

/** What NewStore would get for the request in a file, and the sum of every price. */
export const offers = (options: AccountOption & { readonly from: string; readonly json?: boolean }): Promise<void> => {
  const body = readRequest(options.from);
  if (E.isLeft(body)) {
    body.left.forEach(complain);
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async (desk, { hub, chance }) => {
    const { result, explanation } = await hub.offerShipping(desk, toOffersRequest(body.right), chance.id())();
    const answer = E.isRight(result)
      ? { status: 201, body: fromOffers(result.right, body.right.service_level) }
      : noOffersAnswer(result.left);
    if (options.json === true) printJson({ answer, explanation });
    else {
      print(bold(`NewStore would get ${answer.status}`));
      printJson(answer.body);
      print();
      explanationLines(explanation).forEach(print);
    }
    return E.isRight(result) ? ExitCode.done : ExitCode.notDone;
  });
};

export const explain = (requestId: string, options: AccountOption & { readonly json?: boolean }): Promise<void> =>
  withDesk(options, async ({ account }, { hub }) => {
    const found = await hub.explainOffers(account.id, requestId)();
    if (E.isLeft(found)) return storageFailed(found.left);
    if (options.json === true) printJson(found.right);
    else for (const explanation of found.right) explanationLines(explanation).forEach(print);
    if (found.right.length > 0) return ExitCode.done;
    complain(`no request for offers of account ${account.id} under the id ${requestId} is on record`);
    return ExitCode.notDone;
  });
