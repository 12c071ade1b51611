// The camera that this page reads by itself, where that was chosen: its frames go
// to the Rust side as bytes, one at a time, and nothing of them is kept.
import { backend } from "./backend";
import type { AppError, Fact } from "./bindings";

/** The longer side of a frame in pixels: enough for a face, and little to carry. */
const LONGEST = 640;
/** Frames a second that are wanted of the camera. */
const RATE = 30;
/** Milliseconds to the next look where the engine does not tell of new frames. */
const PAUSE = 1000 / RATE;

/** Whether a camera is known to this page by this id. */
const isOurs = (id: string | undefined): boolean => id === "window";

const failed = (detail: string | null, fact: Fact | null = null): AppError => ({
  code: "camera",
  fact,
  detail,
});

function reason(thrown: unknown): AppError {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "NotAllowedError") return failed(null, { is: "window_forbidden" });
  // That it is absent or in use, the general advice says.
  return failed(String(thrown));
}

async function opened(): Promise<MediaStream> {
  const devices = navigator.mediaDevices;
  if (!devices?.getUserMedia) throw failed("navigator.mediaDevices is missing");
  try {
    return await devices.getUserMedia({
      audio: false,
      video: {
        facingMode: "user",
        width: { ideal: LONGEST },
        height: { ideal: 480 },
        frameRate: { ideal: RATE },
      },
    });
  } catch (thrown) {
    throw reason(thrown);
  }
}

/** Width and height as two little-endian bytes each, then RGBA. */
export function packed(picture: ImageData): Uint8Array {
  const bytes = new Uint8Array(4 + picture.data.byteLength);
  const head = new DataView(bytes.buffer);
  head.setUint16(0, picture.width, true);
  head.setUint16(2, picture.height, true);
  bytes.set(picture.data, 4);
  return bytes;
}

/** Reads the camera and hands its frames over, until it is stopped. */
class Pump {
  readonly #video = document.createElement("video");
  readonly #canvas = document.createElement("canvas");
  #stopped = false;

  constructor(readonly stream: MediaStream) {
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = stream;
    for (const track of stream.getVideoTracks())
      track.addEventListener("ended", () => {
        // Unplugged: the scan need not wait for more.
        this.stop();
        void backend.cameraClosed().catch(() => undefined);
      });
  }

  async run(): Promise<void> {
    await this.#video.play();
    while (!this.#stopped) {
      await this.#next();
      const bytes = this.#grab();
      if (!bytes || this.#stopped) continue;
      // The next one waits for this: frames never pile up on the way.
      await backend.cameraFrame(bytes).catch(() => undefined);
      bytes.fill(0);
    }
  }

  #next(): Promise<void> {
    const video = this.#video;
    return new Promise((go) => {
      if ("requestVideoFrameCallback" in video) {
        video.requestVideoFrameCallback(() => go());
        // A camera that gives nothing more is stopped all the same.
        setTimeout(go, 10 * PAUSE);
      } else setTimeout(go, PAUSE);
    });
  }

  #grab(): Uint8Array | null {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, LONGEST / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    if (!width || !height) return null;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const brush = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!brush) return null;
    brush.drawImage(this.#video, 0, 0, width, height);
    const picture = brush.getImageData(0, 0, width, height);
    const bytes = packed(picture);
    picture.data.fill(0);
    return bytes;
  }

  stop(): void {
    this.#stopped = true;
    for (const track of this.stream.getTracks()) track.stop();
    this.#video.srcObject = null;
    this.#canvas.width = 0;
  }
}

/** Does what needs the camera with this id; this page's is open for just as long. */
export async function withCamera<T>(id: string | undefined, work: () => Promise<T>): Promise<T> {
  if (!isOurs(id)) return work();
  const pump = new Pump(await opened());
  void pump.run().catch(() => pump.stop());
  try {
    return await work();
  } finally {
    pump.stop();
  }
}
