// Builds everything the pages load into src/convive/site/static/built/: style sheets, scripts, fonts.
// Run by `npm run build`; needs nothing from the network.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/convive/site/static/built");
const scratch = join(here, "node_modules/.convive");
const packageFile = (name, file) => join(here, "node_modules", name, file);
const version = (name) => JSON.parse(readFileSync(packageFile(name, "package.json"))).version;

// Our theme, from designsystemet.config.json: tokens first, then the style sheet made of them.
function makeTheme() {
  const command = packageFile("@digdir/designsystemet", "dist/bin/designsystemet.js");
  const run = (...words) =>
    execFileSync(process.execPath, [command, "tokens", ...words], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
  const tokens = join(scratch, "tokens");
  const theme = join(scratch, "theme");
  run("create", "--config", "designsystemet.config.json", "--out-dir", tokens, "--clean");
  run("build", "--config", "designsystemet.config.json", "--tokens", tokens, "--out-dir", theme, "--clean");
  return join(theme, "convive.css");
}

const target = ["chrome111", "firefox115", "safari16.4"];
const options = { absWorkingDir: here, outdir: out, bundle: true, minify: true, target, logLevel: "warning" };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const theme = makeTheme();
const worker = `maplibre-worker-${version("maplibre-gl")}`;

await Promise.all([
  // Pages name app.css and app.js; what these load carries a hash of its content in its name.
  build({
    ...options,
    entryPoints: { app: "src/app.css" },
    alias: { "convive-theme": theme },
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
  }),
  build({
    ...options,
    entryPoints: { app: "src/app.js" },
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    define: { WORKER_FILE: JSON.stringify(`${worker}.js`), MAP_STYLES: JSON.stringify("map.css") },
  }),
  build({ ...options, entryPoints: { map: "src/map.css" }, loader: { ".svg": "dataurl" } }),
  build({
    ...options,
    entryPoints: { [worker]: packageFile("maplibre-gl", "dist/maplibre-gl-worker.mjs") },
    format: "esm",
  }),
]);
copyFileSync(join(here, "src/icon.svg"), join(out, "icon.svg"));

// Documents on paper are set in the same faces; their typesetter reads TrueType, browsers get the smaller files above.
mkdirSync(join(out, "fonts/print"));
for (const [family, file, styles] of [
  ["inter", "Inter", ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold"]],
  ["noto-sans-arabic", "NotoSansArabic", ["400Regular", "600SemiBold", "700Bold"]],
]) {
  for (const style of styles) {
    const name = `${file}_${style}.ttf`;
    copyFileSync(packageFile(`@expo-google-fonts/${family}`, `${style}/${name}`), join(out, "fonts/print", name));
  }
}
