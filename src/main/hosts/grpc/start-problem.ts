/** Why gRPC could not be served, and what to do, for whoever started it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
