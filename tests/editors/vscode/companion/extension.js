/**
 * Runs tests/editors/vscode/host.cjs inside the extension host, with the real `vscode` API, and writes what came of it.
 *
 * `$ARCHNOTES_TESTS` is the file with the tests, `$ARCHNOTES_RESULTS` the file that gets the results: a JSON object in each
 * line, `{name, failure}`, and `null` at the end.
 */

const { appendFileSync } = require('node:fs');

exports.activate = async () => {
  const { ARCHNOTES_TESTS: tests, ARCHNOTES_RESULTS: results } = process.env;
  const say = (result) => appendFileSync(results, `${JSON.stringify(result)}\n`);
  try {
    await require(tests).run(require('vscode'), say);
  } catch (error) {
    say({ name: 'the tests are run', failure: String(error?.stack ?? error) });
  }
  say(null);
};
