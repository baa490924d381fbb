export const exitCode = {
  done: 0, // all runs ended, diverged ones included
  notReproduced: 1, // verify only
  badInput: 2,
  environment: 3, // this machine cannot run it, or not all of it
  interrupted: 130, // SIGINT
  terminated: 143, // SIGTERM
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
