/**
 * Words of error messages that are nobody's name or address. A message may quote anything - a body that did not parse, a row
 * that did not fit - so only these are let through. What is not here is missed by nobody who has the code and the stack.
 */
export const plainWords: ReadonlySet<string> = new Set(
  `a abort aborted access address after again all already an and another any apply are argument arguments array as
  assignment at attempt authority available await bad be been before being between body boolean buffer busy but by byte
  bytes call called callback cannot certificate change channel character characters check circular class client close closed
  code column command commit complete condition configuration conflict connect connected connection constant constraint
  constructor content convert corrupt could count create cyclic damaged data database date dead decode deep default defined
  delete denied depth destroyed device did directory disk do does done double down duplicate during each early elapsed empty
  encode encoding end ended error escape exceeded exceeds execute exist existing exists exit expected expired failed failure
  false fetch field file finish finished first font for format found from full function generator get got group handle has
  hash have header headers hang hex host hostname id identifier ignored image in incomplete incorrect index infinite
  initialization input inserted instance integer internal into invalid is it iterable iterate its json key kind large last
  late length less limit line list load local lock locked long longer lookup malformed map many match maximum may memory
  message method minimum missing mode module more must name negative nested network never new no node none not nothing null
  number object of off offset on only open operation option or order other out output over overflow owner page parameter
  parse parser passed path peer pending permission pipe point pool port position positive premature private process
  promise properties property protocol provided prototype range read readable reading readonly received recursion
  reference refused regular rejected released remote remove required reset resolve resolved resource response result
  return returned rollback root row same schema script secret section self send sent server session set setting short
  should signal signature size small socket some source space stack start started state statement status still stop storage
  store stream string such support supported symbol synchronous syntax system table than that the this thrown time timeout
  timer times to token too transaction true truncated trying type unable unavailable undefined under unexpected unhandled
  unique unit unknown unreachable unreadable unrecognized unsupported until up update url use used using valid value values
  variable version wait waiting was when which while with within without word write writable writing written wrong zero`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
