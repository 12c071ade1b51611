// A drawn head in place of the camera's picture, in the bytes of the preview channel.
export function face(): ArrayBuffer {
  const [width, height] = [320, 240];
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.fillStyle = "#8fa3a8";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#4c5a66";
  pen.beginPath();
  pen.ellipse(160, 290, 120, 100, 0, 0, 7);
  pen.fill();
  pen.fillStyle = "#d9b08c";
  pen.beginPath();
  pen.ellipse(160, 118, 62, 82, 0, 0, 7);
  pen.fill();
  pen.fillStyle = "#3a2c22";
  pen.beginPath();
  pen.ellipse(160, 62, 66, 42, 0, Math.PI, 0);
  pen.fill();
  for (const x of [136, 184]) {
    pen.beginPath();
    pen.ellipse(x, 108, 6, 5, 0, 0, 7);
    pen.fill();
  }
  pen.strokeStyle = "#8a4a3c";
  pen.lineWidth = 4;
  pen.beginPath();
  pen.arc(160, 148, 20, 0.3, Math.PI - 0.3);
  pen.stroke();
  const pixels = pen.getImageData(0, 0, width, height).data;
  const bytes = new ArrayBuffer(4 + pixels.length);
  const head = new DataView(bytes);
  head.setUint16(0, width, true);
  head.setUint16(2, height, true);
  new Uint8Array(bytes, 4).set(pixels);
  return bytes;
}
