"use strict";
/* What the page says, in French and English. `{n}` is a number, `one|many` are chosen by the language's own rule. */
filrouge.language = (() => {
  const SAID = {
    fr: {
      tagline: "Les priorités, et les mots qui les disent", skip: "Aller aux résultats", views: "Vues", overview: "Aperçu", items: "Éléments", threads: "Fils", language: "Langue",
      look: "Aspect", light: "Clair", dark: "Sombre", auto: "Automatique", print: "Imprimer", filters: "Filtres", search: "Rechercher", clear: "Tout effacer", remove: "Retirer le filtre : {what}",
      searchHint: "Mots de l’élément ou de ses titres ; « entre guillemets » pour une suite de mots. Raccourci : /",
      theme: "Thème", kind: "Nature", year: "Année", organisation: "Organisation", team: "Équipe", pole: "Pôle", action: "Action", genre: "Type de document", flag: "Signalement",
      none_theme: "sans thème", none_action: "sans action", none_year: "sans année", none_team: "sans équipe", none_pole: "sans pôle", none_organisation: "organisation inconnue", none_genre: "type inconnu",
      more: "Tout afficher ({n})", fewer: "Réduire", variants: "Montrer aussi les autres versions d’un même document ({n} élément)|Montrer aussi les autres versions d’un même document ({n} éléments)",
      shown: "{n} élément sur {all}|{n} éléments sur {all}", noneShown: "Aucun élément ne passe tous les filtres. {n} éléments ont été cherchés dans {documents} documents.",
      figures: "En bref", documents: "document lu|documents lus", itemsFound: "élément|éléments", organisations: "organisation|organisations", years: "années couvertes", withTheme: "ont un thème",
      gaps: "édition manquante|éditions manquantes", noYear: "non datées",
      heat: "Thèmes et années", heatHelp: "Chaque case compte les éléments d’un thème pour une année, selon les autres filtres. Une case hachurée : aucune édition n’a été lue, ce n’est pas un zéro. Flèches du clavier pour se déplacer, Entrée pour voir les éléments.",
      counts: "Nombres", shares: "Parts (%)", measure: "Mesure", missing: "manquante", notRead: "aucune édition lue", cell: "{theme}, {year} : {n} élément sur {all}|{theme}, {year} : {n} éléments sur {all}", cellMissing: "{theme}, {year} : aucune édition lue",
      counted: "Éléments comptés", editions: "Éditions lues", teams: "Équipes", missingEditions: "Éditions manquantes", total: "Total",
      held: "Éditions par organisation", heldHelp: "Le nombre d’éléments de chaque édition. Hachuré : une année sans document entre deux années qui en ont.",
      heldCell: "{organisation}, {year} : {n} élément (documents : {documents})|{organisation}, {year} : {n} éléments (documents : {documents})", heldMissing: "{organisation}, {year} : édition manquante", undated: "sans date",
      unread: "Fichiers qui n’ont pas pu être lus", unreadCount: "{n} fichier|{n} fichiers", file: "Fichier", why: "Raison", copies: "{n} copie à l’identique mise de côté|{n} copies à l’identique mises de côté", otherVersions: "{n} autre version d’un même document, masquée par défaut|{n} autres versions d’un même document, masquées par défaut",
      list: "Éléments trouvés", listHelp: "Flèches pour parcourir, Entrée pour ouvrir.", sort: "Ordre", document: "Par document", newest: "Plus récents d’abord", oldest: "Plus anciens d’abord",
      choose: "Choisissez un élément pour voir d’où il vient.", back: "Retour à la liste", previous: "Précédent", next: "Suivant", from: "Dans le document", headings: "Titres", leadIn: "Introduit par", parent: "Sous l’élément", labels: "Ce qui a été reconnu", themes: "Thèmes", actions: "Actions", nature: "Nature", uncertain: "Incertain", suppressed: "Écarté", rule: "règle",
      own: "dans ses propres mots", heading: "par son titre", "lead-in": "par la phrase d’introduction", review: "par une relecture", fromParent: "par l’élément au-dessus", inText: "dans le texte", inLeadIn: "dans l’introduction", inHeading: "dans le titre", inParent: "dans l’élément au-dessus", elsewhere: "ailleurs dans le document",
      because: "écarté par", page: "Page {n}", pages: "{n} page|{n} pages", pictureAlt: "Image de la page {n} ; l’élément y est encadré. Le texte est donné au-dessus.", enlarge: "Agrandir la page {n}", close: "Fermer", context: "Dans le texte", whole: "Voir tout le texte", noPicture: "La page n’a pas d’image ici.", noText: "La transcription n’est pas là.", lines: "lignes {from} à {to}", line: "ligne {from}", paragraph: "paragraphe {n}", confidence: "Confiance : {n} %", columns: "Colonnes", notices: "Remarques sur ce document", loading: "Chargement…", lost: "Un fichier de données manque dans ce dossier : {name}.", pagesBoxed: "Sur la page",
      threadsHelp: "Une même priorité, d’une édition à l’autre, citations côte à côte ; les mots soulignés sont nouveaux. Les fils affichés ont au moins un élément parmi ceux filtrés.", threadCount: "{n} fil|{n} fils", noThreads: "Aucun fil ne passe par les éléments filtrés.", reasons: "Pourquoi ces liens", doubts: "À trancher", moreThreads: "Afficher plus de fils", ofThread: "Fil de cette priorité", decidedBy: "décidé par {who}", machine: "la machine",
      continued: "continuée", reworded: "reformulée", split: "divisée", merged: "réunie", new: "nouvelle", "first-seen": "vue pour la première fois (édition d’avant non lue)", "carried-on": "se poursuit", dropped: "abandonnée : absente de l’édition suivante, qui a été lue", "not-read": "édition suivante non lue", "last-seen": "dernière édition lue", undecided: "non tranché",
      kind_priority: "priorité", kind_activity: "activité", kind_figure: "chiffre", kind_other: "autre",
      "genre_priorities": "priorités", "genre_activity-report": "rapport d’activité", genre_plan: "plan", genre_programme: "programme", genre_other: "autre",
      "flag_low-structure": "titres incertains", "flag_low-confidence": "élément incertain", flag_ocr: "lu par OCR", "flag_ocr-low": "OCR peu sûre", "flag_uncertain-theme": "thème incertain", "flag_uncertain-kind": "nature incertaine", "flag_uncertain-year": "année incertaine", flag_truncated: "coupé", "flag_hidden-text": "texte invisible", "flag_personal-data": "données personnelles", flag_reviewed: "relu",
      code_corrupt: "fichier abîmé", code_crash: "le lecteur s’est arrêté", code_empty: "fichier vide", code_encrypted: "protégé par un mot de passe", code_fault: "une faute de notre part", code_memory: "trop de mémoire", "code_no-text": "pas de texte", code_output: "résultat trop grand", code_timeout: "trop long", "code_too-large": "fichier trop grand", code_unreadable: "accès refusé", code_unsafe: "fichier piégé", code_unsupported: "format non pris en charge",
      reason_wording: "mots communs", reason_letters: "lettres", reason_opening: "premiers mots", reason_section: "rubrique", reason_themes: "thèmes", reason_team: "équipe", reason_pole: "pôle", reason_order: "place", reason_lead_in: "introduction", reason_named: "noms communs", reason_named_conflict: "d’autres noms", reason_other_name: "un autre nom", reason_other_object: "un autre objet", reason_generic: "formule courante",
      printed: "Les {n} premiers éléments sur {all}", selectionNow: "Filtres",
    },
    en: {
      tagline: "Priorities, and the words that say them", skip: "Go to the results", views: "Views", overview: "Overview", items: "Items", threads: "Threads", language: "Language",
      look: "Appearance", light: "Light", dark: "Dark", auto: "Automatic", print: "Print", filters: "Filters", search: "Search", clear: "Clear all", remove: "Remove filter: {what}",
      searchHint: "Words of the item or its headings; “in quotation marks” for words in a row. Shortcut: /",
      theme: "Theme", kind: "Kind", year: "Year", organisation: "Organisation", team: "Team", pole: "Pole", action: "Action", genre: "Document type", flag: "Flag",
      none_theme: "no theme", none_action: "no action", none_year: "no year", none_team: "no team", none_pole: "no pole", none_organisation: "unknown organisation", none_genre: "unknown type",
      more: "Show all ({n})", fewer: "Show fewer", variants: "Also show other versions of the same document ({n} item)|Also show other versions of the same document ({n} items)",
      shown: "{n} item of {all}|{n} items of {all}", noneShown: "No item passes all filters. {n} items were searched in {documents} documents.",
      figures: "In short", documents: "document read|documents read", itemsFound: "item|items", organisations: "organisation|organisations", years: "years covered", withTheme: "have a theme",
      gaps: "missing edition|missing editions", noYear: "undated",
      heat: "Themes and years", heatHelp: "Each cell counts the items of a theme for a year, under the other filters. A hatched cell: no edition was read, which is not a zero. Arrow keys to move, Enter to see the items.",
      counts: "Counts", shares: "Shares (%)", measure: "Measure", missing: "missing", notRead: "no edition read", cell: "{theme}, {year}: {n} item of {all}|{theme}, {year}: {n} items of {all}", cellMissing: "{theme}, {year}: no edition read",
      counted: "Items counted", editions: "Editions read", teams: "Teams", missingEditions: "Missing editions", total: "Total",
      held: "Editions by organisation", heldHelp: "The number of items in each edition. Hatched: a year without a document between two years that have one.",
      heldCell: "{organisation}, {year}: {n} item (documents: {documents})|{organisation}, {year}: {n} items (documents: {documents})", heldMissing: "{organisation}, {year}: edition missing", undated: "undated",
      unread: "Files that could not be read", unreadCount: "{n} file|{n} files", file: "File", why: "Reason", copies: "{n} identical copy set aside|{n} identical copies set aside", otherVersions: "{n} other version of the same document, hidden by default|{n} other versions of the same document, hidden by default",
      list: "Items found", listHelp: "Arrow keys to move, Enter to open.", sort: "Order", document: "By document", newest: "Newest first", oldest: "Oldest first",
      choose: "Choose an item to see where it comes from.", back: "Back to the list", previous: "Previous", next: "Next", from: "In the document", headings: "Headings", leadIn: "Introduced by", parent: "Under the item", labels: "What was recognised", themes: "Themes", actions: "Actions", nature: "Kind", uncertain: "Uncertain", suppressed: "Taken back", rule: "rule",
      own: "by its own words", heading: "by its heading", "lead-in": "by the lead-in", review: "by a review", fromParent: "by the item above", inText: "in the text", inLeadIn: "in the lead-in", inHeading: "in the heading", inParent: "in the item above", elsewhere: "elsewhere in the document",
      because: "taken back by", page: "Page {n}", pages: "{n} page|{n} pages", pictureAlt: "Picture of page {n}; the item is outlined on it. Its text is given above.", enlarge: "Enlarge page {n}", close: "Close", context: "In the text", whole: "See the whole text", noPicture: "There is no picture of the page here.", noText: "The transcript is not here.", lines: "lines {from} to {to}", line: "line {from}", paragraph: "paragraph {n}", confidence: "Confidence: {n}%", columns: "Columns", notices: "Notices about this document", loading: "Loading…", lost: "A data file is missing in this folder: {name}.", pagesBoxed: "On the page",
      threadsHelp: "One priority across editions, quotations side by side; underlined words are new. The threads shown have at least one item among those filtered.", threadCount: "{n} thread|{n} threads", noThreads: "No thread passes through the filtered items.", reasons: "Why these links", doubts: "To be decided", moreThreads: "Show more threads", ofThread: "Thread of this priority", decidedBy: "decided by {who}", machine: "the machine",
      continued: "continued", reworded: "reworded", split: "split", merged: "merged", new: "new", "first-seen": "first seen (the edition before was not read)", "carried-on": "goes on", dropped: "dropped: not in the next edition, which was read", "not-read": "next edition not read", "last-seen": "last edition read", undecided: "undecided",
      kind_priority: "priority", kind_activity: "activity", kind_figure: "figure", kind_other: "other",
      "genre_priorities": "priorities", "genre_activity-report": "activity report", genre_plan: "plan", genre_programme: "programme", genre_other: "other",
      "flag_low-structure": "uncertain headings", "flag_low-confidence": "uncertain item", flag_ocr: "read by OCR", "flag_ocr-low": "unsure OCR", "flag_uncertain-theme": "uncertain theme", "flag_uncertain-kind": "uncertain kind", "flag_uncertain-year": "uncertain year", flag_truncated: "cut", "flag_hidden-text": "hidden text", "flag_personal-data": "personal data", flag_reviewed: "reviewed",
      code_corrupt: "damaged file", code_crash: "the reader crashed", code_empty: "empty file", code_encrypted: "protected by a password", code_fault: "a fault of ours", code_memory: "too much memory", "code_no-text": "no text", code_output: "result too large", code_timeout: "took too long", "code_too-large": "file too large", code_unreadable: "no access", code_unsafe: "file built to harm its reader", code_unsupported: "format not supported",
      reason_wording: "words in common", reason_letters: "letters", reason_opening: "first words", reason_section: "section", reason_themes: "themes", reason_team: "team", reason_pole: "pole", reason_order: "place", reason_lead_in: "lead-in", reason_named: "names in common", reason_named_conflict: "other names", reason_other_name: "another name", reason_other_object: "another object", reason_generic: "common phrase",
      printed: "The first {n} items of {all}", selectionNow: "Filters",
    },
  };
  let code = "fr", numbers, plural, data;

  function use(language) {
    code = SAID[language] ? language : "fr";
    numbers = new Intl.NumberFormat(code);
    plural = new Intl.PluralRules(code);
    document.documentElement.lang = code;
  }

  const number = (value) => numbers.format(value);
  const share = (value) => new Intl.NumberFormat(code, { style: "percent" }).format(value);

  /* `key` in the page's language; of "one|many" the one that goes with `values.n`. */
  function say(key, values = {}) {
    let said = SAID[code][key] ?? key;
    if (said.includes("|")) {
      const [one, many] = said.split("|");
      said = plural.select(values.n ?? 2) === "one" ? one : many;
    }
    return said.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" && name !== "year" ? number(values[name]) : values[name]));
  }

  /* How a facet's value is called: themes and actions by the rules' own labels, what the page knows by its words, names as they are. */
  function name(facet, value) {
    if (value === "") return say(`none_${facet}`);
    const known = data?.labels?.[`${facet}s`]?.[value];
    if (known) return known[code] || known.fr || known.en || value;
    return SAID[code][`${facet}_${value}`] ?? value;
  }

  return { use, say, name, number, share, open: (core) => void (data = core), code: () => code, known: SAID };
})();
