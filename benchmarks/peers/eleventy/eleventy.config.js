// The site for Eleventy: Markdown with front matter, one layout for records, one paginated template for all lists.
import data from "./lists.json" with { type: "json" };

const han = (day) => {
  if (!day) return "";
  const [year, month, date] = String(day).split("-").map(Number);
  return `${year}年${month}月${date ? `${date}日` : ""}`;
};

export default function (config) {
  const byRef = new Map();
  config.addPassthroughCopy("media");
  config.addPassthroughCopy("assets");
  config.addPassthroughCopy("manifest.webmanifest");
  config.addFilter("han", han);
  config.addFilter("yuan", (value) => (value >= 10000 ? Number(value).toLocaleString("en") : String(value)));
  config.addFilter("clock", (seconds) => `${Math.floor(seconds / 60)}分${seconds % 60 ? `${seconds % 60}秒` : "钟"}`);
  config.addFilter("tojson", (value) => JSON.stringify(value).replace(/</g, "\\u003c"));
  config.addFilter("one", (ref) => byRef.get(ref));
  config.addCollection("records", (api) => {
    const records = api.getFilteredByTag("record");
    byRef.clear();
    for (const it of records) {
      byRef.set(it.data.params.ref, { url: it.url, title: it.data.title, params: it.data.params });
    }
    return records;
  });
  config.addCollection("pagesOfLists", () =>
    data.lists.flatMap((list) => {
      const count = Math.max(1, Math.ceil(list.refs.length / 20));
      return Array.from({ length: count }, (_, index) => ({
        ...list,
        name: index ? `${list.title}（第${index + 1}页）` : list.title,
        number: index + 1,
        count,
        refs: list.refs.slice(index * 20, index * 20 + 20),
        total: list.refs.length,
        permalink: `/${list.path}/${index ? `page/${index + 1}/` : ""}index.html`,
      }));
    }),
  );
  config.addGlobalData("totals", data.totals);
  config.addGlobalData("indexes", data.indexes);
  config.addGlobalData("groups", data.groups);
  config.addGlobalData("outcomes", data.outcomes);
  return {
    dir: { input: "content", output: "_site", includes: "../_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
