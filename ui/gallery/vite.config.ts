import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [svelte({ configFile: "../svelte.config.js" })],
  server: { port: 1421, strictPort: true, fs: { allow: [".."] } },
  optimizeDeps: { include: [] },
});
