/** Real data that come with the page, and are read as any other file. */

/** @typedef {{title: string, file: string, says: string, told: import("./csv.worker.js").NamedChoices}} Example */

/** @type {Example[]} */
export const EXAMPLES = [
  {
    title: "Iris",
    file: "iris.csv",
    says: "150 flowers of three species: petal length and width. R. A. Fisher, 1936; public domain.",
    told: { x: "petal length", y: "petal width", label: "species" },
  },
  {
    title: "Palmer penguins",
    file: "penguins.csv",
    says: "344 birds of three species: bill and flipper length. Gorman, Williams and Fraser, 2014; CC0.",
    told: { x: "bill length", y: "flipper length", label: "species" },
  },
];

/** The file of an example. @param {Example} example @returns {Promise<Blob>} */
export async function fetchExample({ file }) {
  const response = await fetch(new URL(`../../data/${file}`, import.meta.url));
  if (!response.ok) throw new Error(`${file} could not be loaded: ${response.status}`);
  return response.blob();
}
