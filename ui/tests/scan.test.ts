// One scan on the screen: hints, actions, progress, the paper phrase, and the ways out.
import { describe, expect, test, vi } from "vitest";

import ScanView from "../src/components/ScanView.svelte";
import { backend } from "../src/lib/backend";
import type { ScanEvent } from "../src/lib/bindings";
import { spoken } from "../src/lib/spoken.svelte";
import { Fake, fail } from "./fake/backend";
import { WORDS } from "./fake/data";
import { alone, click, eventually, find, gone, key, seen, text, tick, type } from "./help";

function scan(script: ScanEvent[], fake = new Fake()) {
  fake.script = script;
  fake.hold = true;
  const done = vi.fn();
  const leave = vi.fn();
  alone(ScanView, { run: (port: never) => backend.drill("123456", port), done, leave }, { fake });
  return { fake, done, leave };
}

const begin: ScanEvent = { type: "capture", number: 1, wanted: 8 };
const progress = () => document.querySelector("progress")?.value;

describe("what it says", () => {
  test("a hint in one sentence", async () => {
    scan([begin, { type: "hint", hint: "eyes_hidden" }]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Hair off the eyes, please");
    });
  });

  test("a hint stays long enough to be read, then the newest counts", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const fake = new Fake();
      let hear: (event: ScanEvent) => void = () => undefined;
      fake.hold = true;
      alone(
        ScanView,
        {
          run: (port: { event: typeof hear }) => {
            hear = port.event;
            return new Promise(() => undefined);
          },
          done: vi.fn(),
          leave: vi.fn(),
        },
        { fake },
      );
      hear({ type: "hint", hint: "too_dark" });
      hear({ type: "hint", hint: "blurred" });
      await tick();
      expect(text("scan-sentence")).toBe("More light on your face");
      vi.setSystemTime(Date.now() + 800);
      hear({ type: "hint", hint: "blurred" });
      await tick();
      expect(text("scan-sentence")).toBe("Hold still");
    } finally {
      vi.useRealTimers();
    }
  });

  test("an action goes before hints, is spoken at once, and counts down", async () => {
    scan([
      begin,
      { type: "action", action: "turn_left", seconds: 6 },
      { type: "hint", hint: "blurred" },
    ]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Turn your head to your left");
      expect(spoken.of("at once").map(({ text }) => text)).toEqual([
        "Turn your head to your left. 6 seconds",
      ]);
      expect(find("scan-sentence")?.dataset["action"]).toBe("turn_left");
      expect(document.querySelector('[role="timer"]')?.textContent?.trim()).toBe("6 s");
    });
  });

  test("an action that was done is praised", async () => {
    scan([
      begin,
      { type: "action", action: "smile", seconds: 6 },
      { type: "action_done", action: "smile" },
    ]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Good");
      expect(find("scan-sentence")?.dataset["action"]).toBeUndefined();
    });
  });

  test("why a scan is repeated, until it goes on", async () => {
    const script: ScanEvent[] = [begin, { type: "scanned", number: 1, outcome: "poor_quality" }];
    scan([...script, { type: "hint", hint: "blurred" }]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Not clear enough, once more");
    });
  });

  test("and no longer when it does", async () => {
    scan([
      { type: "scanned", number: 1, outcome: "poor_quality" },
      { type: "good_frame", good: 1, wanted: 8 },
    ]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Look into the oval");
    });
  });

  test("signing is said", async () => {
    scan([begin, { type: "opening" }, { type: "signing" }]);
    await eventually(() => {
      expect(text("scan-sentence")).toBe("Signing");
      expect(find("scan")?.dataset["phase"]).toBe("signing");
    });
  });
});

describe("the ring", () => {
  test("fills with the usable frames of a capture", async () => {
    scan([begin, { type: "good_frame", good: 4, wanted: 8 }]);
    await eventually(() => {
      expect(progress()).toBe(50);
      expect(document.body.textContent).toContain("Capture 1 of 2");
    });
  });

  test("starts anew with the second capture", async () => {
    scan([
      begin,
      { type: "good_frame", good: 8, wanted: 8 },
      { type: "capture", number: 2, wanted: 8 },
      { type: "good_frame", good: 2, wanted: 8 },
    ]);
    await eventually(() => {
      expect(progress()).toBe(25);
      expect(document.body.textContent).toContain("Capture 2 of 2");
    });
  });
});

test("the preview is drawn from the bytes of the channel", async () => {
  const drawn: ImageData[] = [];
  const old = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = (() => ({
    putImageData: (d: ImageData) => drawn.push(d),
  })) as never;
  vi.stubGlobal(
    "ImageData",
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
  try {
    scan([begin]);
    await eventually(() => {
      expect(drawn).toHaveLength(1);
      expect([drawn[0]?.width, drawn[0]?.height, drawn[0]?.data.length]).toEqual([4, 3, 48]);
      expect(drawn[0]?.data[0]).toBe(128);
    });
  } finally {
    HTMLCanvasElement.prototype.getContext = old;
    vi.unstubAllGlobals();
  }
});

describe("the ways out", () => {
  test("Escape stops it, and it is left once the camera is let go", async () => {
    const { fake, leave, done } = scan([begin]);
    await tick(10);
    await key("Escape");
    await eventually(() => {
      expect(fake.called("scanCancel")).toHaveLength(1);
      expect(leave).toHaveBeenCalledOnce();
      expect(done).not.toHaveBeenCalled();
    });
  });

  test("the button stops it as well", async () => {
    const { fake, leave } = scan([begin]);
    await click("scan-cancel");
    await eventually(() => {
      expect(fake.called("scanCancel")).toHaveLength(1);
      expect(leave).toHaveBeenCalledOnce();
    });
  });

  test("a failure is explained, and another try begins anew", async () => {
    const { fake, done } = scan([begin]);
    await tick(10);
    fake.finish(fail("poor_quality"));
    await seen("scan-again");
    expect(text("error-title")).toBe("The camera could not see you well enough");
    expect(document.activeElement).toBe(find("scan-again"));
    fake.hold = false;
    await click("scan-again");
    await eventually(() => {
      expect(done).toHaveBeenCalledOnce();
      expect(fake.called("drill")).toHaveLength(2);
    });
  });

  test("going away in the middle stops the scan", async () => {
    const { fake } = scan([begin]);
    await tick(10);
    const { cleanup } = await import("@testing-library/svelte");
    cleanup();
    expect(fake.called("scanCancel")).toHaveLength(1);
  });
});

test("between two captures it waits for the person", async () => {
  const { fake } = scan([begin, { type: "wait", number: 2 }]);
  await click("scan-continue");
  expect(fake.called("scanContinue")).toHaveLength(1);
  await gone("scan-continue");
});

describe("the paper phrase", () => {
  const script: ScanEvent[] = [begin, { type: "phrase", words: WORDS, ask: [3, 11, 24] }];

  test("is shown, and three words typed back are handed on", async () => {
    const { fake } = scan(script);
    await click("phrase-show");
    expect(text("phrase-words")).toContain("24 actual");
    await click("phrase-written");
    expect(find("phrase-words")).toBeNull();
    await type("phrase-word-0", " Able ");
    await type("phrase-word-1", "access");
    await type("phrase-word-2", "actual");
    await click("phrase-check");
    expect(fake.called("phraseAnswer")).toEqual([[["able", "access", "actual"]]]);
  });

  test("wrong words are not handed on", async () => {
    const { fake } = scan(script);
    await click("phrase-show");
    await click("phrase-written");
    await type("phrase-word-0", "above");
    await type("phrase-word-1", "access");
    await type("phrase-word-2", "actual");
    await click("phrase-check");
    expect(fake.called("phraseAnswer")).toEqual([]);
    expect(document.body.textContent).toContain("That does not fit");
  });

  test("is refused only after a second question", async () => {
    const { fake } = scan(script);
    await click("phrase-refuse");
    expect(fake.called("phraseAnswer")).toEqual([]);
    await click("phrase-refuse-sure");
    expect(fake.called("phraseAnswer")).toEqual([[null]]);
  });

  test("its words are gone from the page afterwards", async () => {
    const { fake } = scan(script);
    await click("phrase-show");
    fake.finish(fail("camera"));
    await seen("scan-again");
    expect(document.body.textContent).not.toContain("actual");
  });
});
