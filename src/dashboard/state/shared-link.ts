/** A link that is being shared, as the dialog shows it. */
export interface SharedLink {
  readonly link: string // with the page's address
  /** A sentence. */
  readonly carries: string
  readonly copied: boolean
}

/** Longer links are cut by chat programs (Discord takes 2,000 characters a message, Slack 2,049 a bookmark). */
export const longestChatLink = 2000
