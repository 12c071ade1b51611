// Every screen with made-up data: `?case=home&theme=dark&language=ja`, or a list of all.
import "../src/app.css";
import type { Language, Theme } from "../src/lib/bindings";
import { Fake } from "../tests/fake/backend";
import { cases } from "../tests/fake/cases";
import { show } from "../tests/fake/show";
import { face } from "./face";

const query = new URLSearchParams(location.search);
const target = document.getElementById("app") as HTMLElement;
const wanted = cases.find((c) => c.name === query.get("case"));
const look = {
  theme: (query.get("theme") ?? "light") as Theme,
  language: (query.get("language") ?? "en") as Language,
};

if (wanted) {
  const fake = new Fake();
  fake.paint = face;
  await show(wanted, target, look, fake);
  document.body.dataset["shown"] = wanted.name;
} else {
  const list = document.createElement("ul");
  for (const one of cases) {
    const link = document.createElement("a");
    link.href = `?case=${one.name}&theme=${look.theme}&language=${look.language}`;
    link.textContent = one.name;
    const entry = document.createElement("li");
    entry.append(link);
    list.append(entry);
  }
  target.append(list);
  document.body.dataset["cases"] = cases.map((c) => c.name).join(" ");
}
