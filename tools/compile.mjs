// Compiles the devnet's test contracts: compile.mjs FOLDER writes FOLDER/NAME.json
// with the ABI and the creation code of each. Nothing of it is committed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const solc = require("solc");
const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  console.error("usage: compile.mjs FOLDER");
  process.exit(2);
}

const names = readdirSync(join(here, "contracts")).filter((name) => name.endsWith(".sol"));
const sources = Object.fromEntries(
  names.map((name) => [name, { content: readFileSync(join(here, "contracts", name), "utf8") }]),
);
const input = {
  language: "Solidity",
  sources,
  settings: {
    optimizer: { enabled: true, runs: 200 },
    // The bytecode says nothing of where it was compiled.
    metadata: { bytecodeHash: "none", appendCBOR: false },
    outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
  },
};
const findImport = (path) => {
  try {
    return { contents: readFileSync(join(here, "node_modules", path), "utf8") };
  } catch (error) {
    return { error: String(error) };
  }
};
const result = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
const errors = (result.errors ?? []).filter((e) => e.severity === "error");
if (errors.length > 0) {
  console.error(errors.map((e) => e.formattedMessage).join("\n"));
  process.exit(1);
}
mkdirSync(out, { recursive: true });
for (const name of names) {
  const contract = name.replace(/\.sol$/, "");
  const { abi, evm } = result.contracts[name][contract];
  const artifact = { contractName: contract, abi, bytecode: `0x${evm.bytecode.object}` };
  writeFileSync(join(out, `${contract}.json`), `${JSON.stringify(artifact, null, 1)}\n`);
}
