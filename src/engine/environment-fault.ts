import type { EnvironmentFailure } from '../protocol/failures'

/** Thrown inside the engine room where a result type would have to pass through every call; caught by trainer and service. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault'
  constructor(readonly failure: EnvironmentFailure) {
    super(failure.message)
  }
}
