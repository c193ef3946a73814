// A reporter for `node --test`: one plain closing line with the counts.

export default async function* summary(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.details?.type === "suite") continue;
    if (type === "test:pass") passed += 1;
    if (type === "test:fail") failed += 1;
  }
  yield `\n${passed} passed, ${failed} failed\n`;
}
