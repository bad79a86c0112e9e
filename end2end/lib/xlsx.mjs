// Fills in a downloaded spreadsheet as a person would, without a spreadsheet program: cells are found by the sheet's
// headings and written as texts. Knows just as much of the format as that takes.
import assert from 'node:assert/strict';
import zlib from 'node:zlib';

/** The parts of a zip file: name → content. */
function unpack(file) {
  const parts = new Map();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, nameLength, extra, comment, start] = [
      file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28),
      file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const from = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
    const packed = file.subarray(from, from + size);
    parts.set(name, method === 8 ? zlib.inflateRawSync(packed) : Buffer.from(packed));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

function pack(parts) {
  const [bodies, heads] = [[], []];
  let at = 0;
  for (const [name, content] of parts) {
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(zlib.crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(title.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    heads.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, title]));
    bodies.push(body);
    at += body.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const plain = (xml) => xml.replace(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const marked = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A spreadsheet whose first sheet has its headings in the first row. */
export class Spreadsheet {
  constructor(file) {
    this.parts = unpack(file);
    const strings = this.parts.get('xl/sharedStrings.xml').toString();
    this.strings = [...strings.matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => plain(si));
    this.sheet = this.parts.get('xl/worksheets/sheet1.xml').toString();
    this.columns = new Map();
    for (const [, place, value] of this.cells()) {
      if (/^[A-Z]+1$/.test(place)) this.columns.set(value, place.slice(0, -1));
    }
  }

  /** Each cell with a text: the whole, its place, the text. */
  * cells() {
    for (const [whole, place, index] of this.sheet.matchAll(/<c r="([A-Z]+\d+)"[^>]*t="s"[^>]*><v>(\d+)<\/v><\/c>/g)) {
      yield [whole, place, this.strings[Number(index)]];
    }
  }

  /** The number of the row whose column "Code" says this. */
  row(code) {
    const column = this.columns.get('Code');
    for (const [, place, value] of this.cells()) {
      if (value === code && place.replace(/\d+/, '') === column) return place.replace(/\D+/, '');
    }
    return assert.fail(`the form has no row ${code}`);
  }

  /** What stands in a cell. */
  get(code, heading) {
    const place = this.columns.get(heading) + this.row(code);
    for (const [, at, value] of this.cells()) if (at === place) return value;
    return '';
  }

  /** Writes a text into a cell. */
  set(code, heading, text) {
    const place = this.columns.get(heading) + this.row(code);
    const cell = new RegExp(`<c r="${place}"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, 's');
    assert.match(this.sheet, cell, `the form has no cell ${place}`);
    this.sheet = this.sheet.replace(cell, (_, style) => `<c r="${place}"${style ?? ''} t="inlineStr"><is><t xml:space="preserve">${marked(text)}</t></is></c>`);
  }

  bytes() {
    this.parts.set('xl/worksheets/sheet1.xml', Buffer.from(this.sheet));
    return pack(this.parts);
  }
}
