import type { YAMLError } from 'yaml';

type Words = { readonly found: string; readonly mend: string };

const words = (found: string, mend: string): Words => ({ found, mend });

/** By the parser's code and never by its message, which quotes the file and so might quote a secret. */
const byCode: { readonly [code in YAMLError['code']]: Words } = {
  ALIAS_PROPS: words('an alias with a tag or an anchor', 'leave the alias bare'),
  BAD_ALIAS: words('an alias to an anchor that is not there', 'define the anchor above it'),
  BAD_COLLECTION_TYPE: words('a tag that does not fit what follows', 'drop the tag'),
  BAD_DIRECTIVE: words('a % directive that YAML does not know', 'drop the line'),
  BAD_DQ_ESCAPE: words('a backslash sequence that YAML does not know', 'use single quotes, or double the backslash'),
  BAD_INDENT: words('a line that is indented wrongly', 'indent it like the other keys of its section'),
  BAD_PROP_ORDER: words('an anchor or tag in the wrong place', 'put it before the value'),
  BAD_SCALAR_START: words('a value that starts with a reserved character', 'put the value in quotes'),
  BLOCK_AS_IMPLICIT_KEY: words('a nested map on the line of its key', 'start it on a line of its own, indented'),
  BLOCK_IN_FLOW: words('an indented block between braces or brackets', 'use braces and brackets all through it'),
  DUPLICATE_KEY: words('a key that stands in this section already', 'keep one of the two'),
  IMPOSSIBLE: words('text that YAML cannot be read from', 'write YAML'),
  KEY_OVER_1024_CHARS: words('a key of more than 1024 characters', 'shorten it'),
  MISSING_CHAR: words('a quote, comma, colon or bracket missing', 'complete the line'),
  MULTILINE_IMPLICIT_KEY: words('a key on more than one line', 'keep a key on one line; look for a missing colon'),
  MULTIPLE_ANCHORS: words('two anchors on one value', 'keep one'),
  MULTIPLE_DOCS: words('a second YAML document', 'keep one; look for a line of three dashes'),
  MULTIPLE_TAGS: words('two tags on one value', 'keep one'),
  NON_STRING_KEY: words('a key that is not text', 'write the key as text'),
  RESOURCE_EXHAUSTION: words('more nesting or aliases than can be read', 'write it flatter'),
  TAB_AS_INDENT: words('a tab as indentation', 'indent with spaces'),
  TAG_RESOLVE_FAILED: words('a tag that is not known, or a value that does not fit its tag', 'drop the tag'),
  UNEXPECTED_TOKEN: words('text where YAML expects none', 'look at the quotes, commas and indentation before it'),
};

/** What the YAML parser complains of, in words that quote nothing. */
export const yamlFault = (code: YAMLError['code']): Words => byCode[code];
