import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [svelte({ configFile: "../svelte.config.js" })],
  // Pictures are taken of a page that stands still.
  server: { hmr: !process.env["STILL"], port: 1421, strictPort: true, fs: { allow: [".."] } },
  optimizeDeps: { include: [] },
});
