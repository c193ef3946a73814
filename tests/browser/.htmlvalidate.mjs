// What the HTML standard, a whole document and accessibility ask for; no matters of style.

import { defineConfig } from "html-validate";

export default defineConfig({
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Every script and style sheet comes from the site itself, so only another host's would need a hash.
    "require-sri": ["error", { target: "crossorigin" }],
    // A title repeats the name that a domain team gave its product, which may be long.
    "long-title": "off",
  },
});
