"use strict";
/* Elements from plain values. Text only ever becomes text: there is no way from here to markup. */
filrouge.h = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "checked" || name === "value") element[name] = value;
    else if (name === "style") for (const [key, said] of Object.entries(value)) element.style.setProperty(key, said);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/* Puts `children` in the place of what `element` holds. */
filrouge.fill = (element, ...children) => {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/* Calls `action` once, `delay` ms after the last call. */
filrouge.later = (action, delay) => {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), delay);
  };
};
