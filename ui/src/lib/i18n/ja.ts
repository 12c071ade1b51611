import * as codes from "./codes.ja";
import { type Catalogue, en } from "./en";

export const ja: Catalogue = { ...en, codes };
