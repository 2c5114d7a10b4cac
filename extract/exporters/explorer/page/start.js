"use strict";
/* The page's one global. Data lies in scripts, because a page opened from disk may load scripts but not fetch files;
   each calls `filrouge.put(name, value)`, and `filrouge.load(name)` promises the value of `data/<name>.js`. */
const filrouge = (() => {
  const values = new Map();
  const promises = new Map();
  const answers = new Map();
  const OURS = /^data\/[a-z]+(\/[\w.-]+)?\.js$/; // nothing else is ever loaded as a script

  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("filrouge", { createScriptURL: ours })
    : { createScriptURL: ours };

  function ours(address) {
    if (OURS.test(address) && !address.includes("..")) return address;
    throw new TypeError(`not one of our files: ${address}`);
  }

  function put(name, value) {
    values.set(name, value);
    const answer = answers.get(name);
    if (answer) answer(value);
  }

  function load(name) {
    if (values.has(name)) return Promise.resolve(values.get(name));
    if (!promises.has(name)) promises.set(name, new Promise((resolve, reject) => request(name, resolve, reject)));
    return promises.get(name);
  }

  function request(name, resolve, reject) {
    const script = document.createElement("script");
    answers.set(name, resolve);
    script.src = policy.createScriptURL(`data/${name}.js`);
    script.onload = () => {
      script.remove();
      if (!values.has(name)) reject(new Error(name));
    };
    script.onerror = () => {
      script.remove();
      promises.delete(name);
      reject(new Error(name));
    };
    document.head.append(script);
  }

  return { put, load, here: (name) => values.get(name) };
})();
