/** One question that the documents leave open or answer in two ways. The shape that every file of this folder fills in. */
export interface Ambiguity {
  readonly id: string;
  readonly question: string;
  /** Where the documents leave it open, or contradict each other. */
  readonly source: string;
  /** Key to answers; each answer's id to what a device does that gives it. */
  readonly aspects: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
