/** A change that the text cannot take; caught where the rewriting of an object began. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
