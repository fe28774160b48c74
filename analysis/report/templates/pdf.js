// A drawing of the page as a PDF of its size: its shapes as shapes, its words as words in the letters that the page carries,
// and what it shows as its alternative text. It knows what matplotlib draws, and throws at anything else.
const drawingAsPDF = (() => {
  const round = (number) => String(Math.round(number * 1e4) / 1e4);
  const row = (numbers) => numbers.map(round).join(" ");
  const hex = (number, digits) => number.toString(16).toUpperCase().padStart(digits, "0");
  const utf16 = (text) => [...Array(text.length).keys()].map((at) => hex(text.charCodeAt(at), 4)).join("");
  const unknown = (what) => { throw new Error(`a drawing with ${what}`); };
  const INHERITED = { fill: "#000", stroke: "none", "stroke-width": "1", "font-size": "16" };
  // Scripts whose letters change with their neighbours, which needs more than places of letters.
  const JOINED = /[\u0600-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua95f\ufb50-\ufdff\ufe70-\ufefc]/;

  // A TrueType font: the glyph of each character, and the widths of glyphs in thousandths of the size.
  const opened = (bytes, name, slant) => {
    const data = new DataView(bytes.buffer), tables = {}, glyphs = new Map();
    for (let at = 12; at < 12 + 16 * data.getUint16(4); at += 16)
      tables[String.fromCharCode(...bytes.subarray(at, at + 4))] = data.getUint32(at + 8);
    const { head, hhea, hmtx, maxp, cmap } = tables;
    for (let at = cmap + 4; at < cmap + 4 + 8 * data.getUint16(cmap + 2); at += 8) {
      const map = cmap + data.getUint32(at + 4), format = data.getUint16(map);
      if (format === 12)
        for (let group = map + 16; group < map + 16 + 12 * data.getUint32(map + 12); group += 12)
          for (let code = data.getUint32(group); code <= data.getUint32(group + 4); code++)
            glyphs.set(code, data.getUint32(group + 8) + code - data.getUint32(group));
      if (format !== 4) continue;
      const twice = data.getUint16(map + 6), ends = map + 14, starts = ends + twice + 2;
      for (let at = 0; at < twice; at += 2) {
        const shift = data.getUint16(starts + twice + at), place = starts + 2 * twice + at, offset = data.getUint16(place);
        for (let code = data.getUint16(starts + at); code <= data.getUint16(ends + at) && code < 0xffff; code++) {
          const glyph = offset ? data.getUint16(place + offset + 2 * (code - data.getUint16(starts + at))) : code;
          if (glyph || !offset) glyphs.set(code, (glyph + shift) & 0xffff);
        }
      }
    }
    const unit = 1000 / data.getUint16(head + 18), last = data.getUint16(hhea + 34) - 1;
    const widths = [...Array(data.getUint16(maxp + 4)).keys()].map((at) => data.getUint16(hmtx + 4 * Math.min(at, last)) * unit);
    const box = [36, 38, 40, 42].map((at) => data.getInt16(head + at) * unit);
    return { bytes, name, slant, glyphs, widths, box, up: data.getInt16(hhea + 4) * unit, down: data.getInt16(hhea + 6) * unit, used: new Map() };
  };
  const faces = (rules) => {
    const read = new Map();
    return (bold, italic) => {
      const key = `${bold ? "Bold" : ""}${italic ? "Oblique" : ""}`;
      const rule = rules.find(({ style }) => (style.fontWeight >= 600) === bold && (style.fontStyle !== "normal") === italic);
      const packed = rule?.style.getPropertyValue("src").match(/base64,([^")]+)/)?.[1] ?? unknown("no letters");
      if (!read.has(key)) {
        const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
        read.set(key, opened(bytes, `DejaVuSans${key && `-${key}`}`, italic ? -11 : 0));
      }
      return read.get(key);
    };
  };

  // The file: numbered objects, a table of where each begins, and the streams deflated.
  const written = () => {
    const [objects, text] = [[], new TextEncoder()];
    const deflated = async (bytes) => {
      const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };
    const add = (content = "") => objects.push([content]);
    const set = (number, content) => { objects[number - 1] = [content]; };
    const stream = async (content, more = "", number = add()) => {
      const bytes = await deflated(typeof content === "string" ? text.encode(content) : content);
      objects[number - 1] = [`<<${more}/Filter/FlateDecode/Length ${bytes.length}>>stream\n`, bytes, "\nendstream"];
      return number;
    };
    const file = (root, info) => {
      const parts = [Uint8Array.of(...text.encode("%PDF-1.7\n%"), 200, 201, 202, 203, 10)], places = [];
      const size = () => parts.reduce((sum, part) => sum + part.length, 0);
      objects.forEach((object, at) => {
        places.push(size());
        for (const part of [`${at + 1} 0 obj\n`, ...object, "\nendobj\n"]) parts.push(typeof part === "string" ? text.encode(part) : part);
      });
      const lines = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
      const end = `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${lines}trailer\n<</Size ${places.length + 1}/Root ${root} 0 R/Info ${info} 0 R>>\nstartxref\n${size()}\n%%EOF\n`;
      return new Blob([...parts, text.encode(end)], { type: "application/pdf" });
    };
    return { add, set, stream, file };
  };
  const lettered = async (pdf, font, number) => {
    const pairs = [...font.used].map(([glyph, letter]) => `<${hex(glyph, 4)}><${utf16(letter)}>`), blocks = [];
    for (let at = 0; at < pairs.length; at += 100) {
      const some = pairs.slice(at, at + 100);
      blocks.push(`${some.length} beginbfchar\n${some.join("\n")}\nendbfchar\n`);
    }
    const [name, system] = [`RASHOM+${font.name}`, "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"];
    const meaning = await pdf.stream(`/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Letters def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n${blocks.join("")}endcmap CMapName currentdict/CMap defineresource pop end end`);
    const file = await pdf.stream(font.bytes, `/Length1 ${font.bytes.length}`);
    const about = pdf.add(`<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${row(font.box)}]/ItalicAngle ${font.slant}/Ascent ${round(font.up)}/Descent ${round(font.down)}/CapHeight 729/StemV 80/FontFile2 ${file} 0 R>>`);
    const own = pdf.add(`<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo${system}/FontDescriptor ${about} 0 R/CIDToGIDMap/Identity/W[0[${row(font.widths)}]]>>`);
    pdf.set(number, `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${own} 0 R]/ToUnicode ${meaning} 0 R>>`);
  };

  return async (svg, rules, title, alt) => {
    const pdf = written(), face = faces(rules), { width, height } = svg.viewBox.baseVal;
    const used = { Font: new Map(), ExtGState: new Map(), Pattern: new Map() }, tiles = [], paint = document.createElement("canvas").getContext("2d");
    const named = (kind, key, make) => {  // a resource, made when it is first asked for
      if (!used[kind].has(key)) used[kind].set(key, make());
      return `/${kind[0]}${[...used[kind].keys()].indexOf(key)}`;
    };
    const colour = (value) => {
      paint.fillStyle = "#000";
      paint.fillStyle = value;
      return row([1, 3, 5].map((at) => parseInt(paint.fillStyle.slice(at, at + 2), 16) / 255));
    };
    const target = (link) => svg.querySelector(`#${CSS.escape(link.replace(/^url\(#|^#|\)$/g, ""))}`) ?? unknown(link);
    const attributes = (element, above) => {
      const look = { ...above };
      for (const { name, value } of element.attributes) look[name] = name === "opacity" ? (above.opacity ?? 1) * value : value;
      for (const own of ["transform", "clip-path", "x", "y", "id"]) if (!element.hasAttribute(own)) delete look[own];
      return look;
    };
    const moved = (element) => {
      const list = element.transform.baseVal, to = list.numberOfItems ? list.consolidate().matrix : null;
      return to ? `${row([to.a, to.b, to.c, to.d, to.e, to.f])} cm\n` : "";
    };
    const outline = (element) => {
      const of = (name) => +(element.getAttribute(name) ?? 0);
      if (element.localName === "rect") return `${row(["x", "y", "width", "height"].map(of))} re\n`;
      if (element.localName !== "path") unknown(`<${element.localName}>`);
      let [said, here] = ["", [0, 0]];
      for (const [, letter, numbers] of element.getAttribute("d").matchAll(/([a-z])([^a-z]*)/gi)) {
        const all = (numbers.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
        const step = { M: 2, L: 2, C: 6, Q: 4, Z: 0, z: 0 }[letter] ?? unknown(`a path's ${letter}`);
        if (!step) said += "h\n";
        for (let at = 0; at < all.length; at += step) {
          let points = all.slice(at, at + step);
          if (letter === "Q") {  // the same curve, as a cubic one
            const [x, y, ...end] = points, near = (from) => [from[0] + (2 / 3) * (x - from[0]), from[1] + (2 / 3) * (y - from[1])];
            points = [...near(here), ...near(end), ...end];
          }
          here = points.slice(-2);
          said += `${row(points)} ${letter === "M" ? (at ? "l" : "m") : letter === "L" ? "l" : "c"}\n`;
        }
      }
      return said;
    };
    const clipped = (look) => look["clip-path"] ? `${[...target(look["clip-path"]).children].map(outline).join("")}W n\n` : "";
    const painted = (look, kind) => {  // the state that a shape, or words, are painted in, and with what
      const says = [];
      const part = (name) => (look[name] ?? 1) * (look.opacity ?? 1);
      const [filled, stroked] = ["fill", "stroke"].map((name) => (look[name] ?? INHERITED[name]) !== "none");
      const opacity = [part("fill-opacity"), part("stroke-opacity")];
      if (opacity.some((one) => one < 1)) says.push(`${named("ExtGState", row(opacity), () => `<</ca ${round(opacity[0])}/CA ${round(opacity[1])}>>`)} gs`);
      const fill = look.fill ?? INHERITED.fill;
      if (filled && fill.startsWith("url")) says.push(`/Pattern cs ${tiled(fill)} scn`);
      else if (filled) says.push(`${colour(fill)} rg`);
      if (stroked && kind === "shape") {
        const ends = { butt: 0, round: 1, square: 2 }[look["stroke-linecap"] ?? "butt"], joins = { miter: 0, round: 1, bevel: 2 }[look["stroke-linejoin"] ?? "miter"];
        const dashes = (look["stroke-dasharray"] ?? "none").match(/[\d.]+/g) ?? [];
        says.push(`${colour(look.stroke)} RG`, `${look["stroke-width"] ?? 1} w ${ends} J ${joins} j ${look["stroke-miterlimit"] ?? 4} M`);
        if (dashes.length) says.push(`[${dashes.join(" ")}] ${look["stroke-dashoffset"] ?? 0} d`);
      }
      const odd = look["fill-rule"] === "evenodd" ? "*" : "";
      return [`${says.join("\n")}\n`, filled ? (stroked ? `B${odd}` : `f${odd}`) : stroked ? "S" : "n"];
    };
    const tiled = (link) => named("Pattern", link, () => {
      const pattern = target(link), [x, y, w, h] = ["x", "y", "width", "height"].map((name) => pattern[name].baseVal.value);
      const number = pdf.add();
      tiles.push(async (resources) => pdf.stream([...pattern.children].map((child) => drawn(child, {})).join(""),
        `/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 ${row([w, h])}]/XStep ${round(w)}/YStep ${round(h)}/Matrix[1 0 0 -1 ${row([x, height - y])}]/Resources ${resources} 0 R`, number));
      return `${number} 0 R`;
    });
    const said = (element, look) => {  // words, each letter where the browser has it
      let [lines, at, line] = ["", 0, null];
      const ended = () => {
        if (line) lines += `BT ${line.name} ${round(line.size)} Tf 1 0 0 -1 ${row([line.from.x, line.from.y])} Tm [${line.letters}] TJ ET\n`;
        line = null;
      };
      const words = (node, look) => {
        if (node.nodeType !== Node.TEXT_NODE) {
          for (const child of node.childNodes) words(child, node === element ? look : attributes(node, look));
          return;
        }
        const size = parseFloat(look["font-size"] ?? INHERITED["font-size"]);
        const font = face(["bold", "bolder"].includes(look["font-weight"]) || look["font-weight"] >= 600, (look["font-style"] ?? "normal") !== "normal");
        const name = named("Font", font, () => `${font.number ??= pdf.add()} 0 R`);
        if (JOINED.test(node.data)) unknown("joined letters");
        for (const letter of node.data) {
          const place = element.getStartPositionOfChar(at), glyph = font.glyphs.get(letter.codePointAt(0)) ?? 0;
          at += letter.length;
          if (line && (line.name !== name || line.size !== size || Math.abs(line.from.y - place.y) > 0.001)) ended();
          line ??= { name, size, from: place, x: place.x, letters: "" };
          const back = Math.round(((line.x - place.x) * 1000) / size);
          line.letters += `${back || ""}<${hex(glyph, 4)}>`;
          line.x += ((font.widths[glyph] - back) * size) / 1000;
          font.used.set(glyph, glyph ? letter : "\ufffd");
        }
        ended();
      };
      words(element, look);
      return lines;
    };
    const drawn = (element, above) => {
      if (["defs", "clipPath", "pattern", "title", "desc", "style"].includes(element.localName)) return "";
      const look = attributes(element, above), before = `q\n${moved(element)}${clipped(look)}`;
      if (element.localName === "g") return `${before}${[...element.children].map((child) => drawn(child, look)).join("")}Q\n`;
      if (element.localName === "text") return `${before}${painted(look, "words")[0]}${said(element, look)}Q\n`;
      if (element.localName !== "use") {
        const [state, paints] = painted(look, "shape");
        return `${before}${state}${outline(element)}${paints}\nQ\n`;
      }
      return `${before}1 0 0 1 ${row([+look.x || 0, +look.y || 0])} cm\n${drawn(target(element.getAttribute("xlink:href")), look)}Q\n`;
    };

    const [page, resources, tree, figure] = [pdf.add(), pdf.add(), pdf.add(), pdf.add()];
    const shapes = [...svg.children].map((child) => drawn(child, attributes(svg, {}))).join("");
    const content = await pdf.stream(`/Figure<</MCID 0>>BDC\n1 0 0 -1 0 ${round(height)} cm\n${shapes}EMC`);
    for (const tile of tiles) await tile(resources);
    for (const font of used.Font.keys()) await lettered(pdf, font, font.number);
    const listed = ([kind, all]) => `/${kind}<<${[...all.values()].map((one, at) => `/${kind[0]}${at} ${one}`).join("")}>>`;
    pdf.set(resources, `<<${Object.entries(used).map(listed).join("")}>>`);
    const pages = pdf.add(`<</Type/Pages/Count 1/Kids[${page} 0 R]>>`), box = `[0 0 ${row([width, height])}]`;
    pdf.set(page, `<</Type/Page/Parent ${pages} 0 R/MediaBox${box}/Resources ${resources} 0 R/Contents ${content} 0 R/StructParents 0/Tabs/S>>`);
    pdf.set(tree, `<</Type/StructTreeRoot/K ${figure} 0 R/ParentTree<</Nums[0[${figure} 0 R]]>>/ParentTreeNextKey 1>>`);
    pdf.set(figure, `<</Type/StructElem/S/Figure/P ${tree} 0 R/Pg ${page} 0 R/K 0/Alt<FEFF${utf16(alt)}>/A<</O/Layout/Placement/Block/BBox${box}>>>>`);
    const root = pdf.add(`<</Type/Catalog/Pages ${pages} 0 R/Lang(en)/MarkInfo<</Marked true>>/StructTreeRoot ${tree} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>`);
    return pdf.file(root, pdf.add(`<</Title<FEFF${utf16(title)}>>>`));
  };
})();
