// What both languages must have a sentence for: a missing one is a type error.
import type { CautionView, Deed, Done, Fact, MediaWhy } from "../bindings";

/** A sentence for each member of a union, made of its own facts. */
type Texts<Union, Tag extends keyof Union> = {
  [Name in Union[Tag] & string]: (of: Extract<Union, Record<Tag, Name>>) => string;
};

export type FactTexts = Texts<Fact, "is">;
export type CautionTexts = Texts<CautionView, "code">;
export type DoneTexts = Texts<Done, "type">;
export type DeedTexts = Texts<Deed, "type">;
export type MediaTexts = Record<MediaWhy, string>;
