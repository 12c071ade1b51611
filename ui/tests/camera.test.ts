// The camera that the page reads: what crosses, and what happens when it cannot be opened.
import { afterEach, expect, test, vi } from "vitest";

import { packed, withCamera } from "../src/lib/camera";

afterEach(() => vi.unstubAllGlobals());

test("a frame says its size, then gives its pixels", () => {
  const pixels = new Uint8ClampedArray([1, 2, 3, 4, 5, 6, 7, 8]);
  const picture = { width: 2, height: 1, data: pixels } as ImageData;
  expect([...packed(picture)]).toEqual([2, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("another camera is none of the page's business", async () => {
  const getUserMedia = vi.fn();
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  expect(await withCamera("0", async () => "scanned")).toBe("scanned");
  expect(getUserMedia).not.toHaveBeenCalled();
});

test.each([
  ["NotAllowedError", { fact: { is: "window_forbidden" } }],
  ["NotFoundError", { detail: "NotFoundError: no" }],
  ["NotReadableError", { detail: "NotReadableError: no" }],
])("%s is said before a scan begins", async (name, why) => {
  const getUserMedia = vi.fn().mockRejectedValue(new DOMException("no", name));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  const work = vi.fn();
  await expect(withCamera("window", work)).rejects.toMatchObject({ code: "camera", ...why });
  expect(work).not.toHaveBeenCalled();
});

test("an engine without cameras says so", async () => {
  vi.stubGlobal("navigator", {});
  await expect(withCamera("window", vi.fn())).rejects.toMatchObject({ code: "camera" });
});
