// Every screen that shows something of the Rust side: while that does not answer yet,
// and when it answers with an error.
import { render } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import App from "../../src/App.svelte";
import { app, type Route } from "../../src/lib/app.svelte";
import { installBackend } from "../../src/lib/backend";
import { Fake, fail } from "../fake/backend";
import { ADDRESS, COLLECTION, TOKEN } from "../fake/data";
import { eventually, find, gone, seen, text } from "../help";

const routes: Route[] = [
  { name: "home" },
  { name: "receive" },
  { name: "activity" },
  { name: "entry", id: 100 },
  { name: "nft", contract: COLLECTION, id: "7" },
  { name: "token", address: TOKEN },
  { name: "accounts" },
  { name: "networks" },
  { name: "approvals" },
  { name: "contacts" },
  { name: "watched" },
  { name: "forget" },
  { name: "data" },
  { name: "camera" },
  { name: "gateway" },
  { name: "devnet" },
  { name: "about" },
];

async function show(route: Route, answer: () => Promise<never>): Promise<void> {
  installBackend(new Fake().silent(answer));
  app.go(route);
  render(App);
  await seen(`screen-${route.name}`);
}

describe.each(routes.map((route) => [route.name, route] as const))("%s", (_name, route) => {
  test("says that it is loading", async () => {
    await show(route, () => new Promise(() => undefined));
    await seen("loading");
    expect(text("loading")).toBe("Loading");
    expect(find("error")).toBeNull();
  });

  test("says what went wrong, what to do, and offers another try", async () => {
    await show(route, () => Promise.reject(fail("offline", null, "connection refused")));
    await seen("error");
    await eventually(() => expect(text("said-at-once")).toContain("Check your connection"));
    expect(text("error")).toContain("Check your connection");
    expect(find("retry")).not.toBeNull();
    await gone("loading");
  });
});

test("sending says that the network cannot be reached, and keeps the form", async () => {
  await show({ name: "send", to: ADDRESS }, () => Promise.reject(fail("offline")));
  await seen("error");
  expect(text("screen-send")).toContain("The network gives no fee estimate now");
  expect(find("send-amount")).not.toBeNull();
});
