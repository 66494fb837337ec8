"""Signs a blank field as iText-based programs do in append mode: the field locked, objects packed, the table a stream, a comment before the end."""
import argparse, asyncio, datetime, hashlib, io, pathlib, zlib
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner

ROOM = 8192


def written(value):
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()


def field_named(reader, name):
    for reference in reader.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == name and "/V" not in field:
            return reference.reference, field
    raise SystemExit(f"no blank field {name}")


class Update:
    """Objects behind a file, and a table that says where they are."""

    def __init__(self, data):
        self.out, self.entries = bytearray(data), {}
        if not data.endswith(b"\n"):
            self.out += b"\n"

    def put(self, number, content):
        self.entries[number] = (1, len(self.out), 0)
        self.out += b"%d 0 obj\n%s\nendobj\n" % (number, content)

    def put_stream(self, number, head, content):
        packed = zlib.compress(content)
        self.put(number, b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (head, len(packed), packed))

    def pack(self, holder, objects):
        index, body = b"", b""
        for place, (number, content) in enumerate(objects):
            self.entries[number] = (2, holder, place)
            index += b"%d %d " % (number, len(body))
            body += content + b" "
        self.put_stream(holder, b"/Type/ObjStm/N %d/First %d" % (len(objects), len(index)), index + body)

    def end(self, number, root, before):
        start = len(self.out)
        self.entries[number] = (1, start, 0)
        numbers = sorted(self.entries)
        rows = [b"%c%s%s" % (kind, place.to_bytes(4, "big"), more.to_bytes(2, "big")) for kind, place, more in (self.entries[n] for n in numbers)]
        # Each row says by how much it differs from the one above.
        table, above = b"", bytes(7)
        for row in rows:
            table += b"\x02" + bytes((a - b) % 256 for a, b in zip(row, above))
            above = row
        index = b" ".join(b"%d 1" % n for n in numbers)
        head = b"/Type/XRef/W[1 4 2]/Index[%s]/Size %d/Root %d 0 R/Prev %d/DecodeParms<</Columns 7/Predictor 12>>" % (index, number + 1, root, before)
        self.put_stream(number, head, table)
        self.out += b"%%iText-5.5.13.3\nstartxref\n%d\n%%%%EOF\n" % start


def sign(data, signer, name):
    reader = PdfFileReader(io.BytesIO(data))
    reference, field = field_named(reader, name)
    first = reader.trailer["/Size"]
    signature, look, holder, table = first, first + 1, first + 2, first + 3
    field["/F"] = generic.NumberObject(int(field.get("/F", 0)) | 132)
    field["/V"] = generic.IndirectObject(signature, 0, reader)
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): generic.IndirectObject(look, 0, reader)})
    update = Update(data)
    box = b" ".join(b"%f" % float(side) for side in (0, 0, field["/Rect"][2] - field["/Rect"][0], field["/Rect"][3] - field["/Rect"][1]))
    update.put_stream(look, b"/Type/XObject/Subtype/Form/BBox[%s]/Resources<<>>" % box, b"q Q")
    now = datetime.datetime.now(datetime.timezone.utc).strftime("D:%Y%m%d%H%M%SZ").encode()
    head = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(%s)/ByteRange " % now
    begin = len(update.out) + len(b"%d 0 obj\n" % signature) + len(head)
    update.put(signature, head + b" " * 60 + b"/Contents <" + b"0" * (2 * ROOM) + b">>>")
    update.pack(holder, [(reference.idnum, written(field))])
    update.end(table, reader.root_ref.idnum, int(data[data.rindex(b"startxref") + 9 :].split()[0]))
    gap = (begin + 60 + len(b"/Contents "), begin + 60 + len(b"/Contents <") + 2 * ROOM + 1)
    spread = b"[0 %d %d %d]" % (gap[0], gap[1], len(update.out) - gap[1])
    update.out[begin : begin + len(spread)] = spread
    covered = bytes(update.out[: gap[0]] + update.out[gap[1] :])
    made = asyncio.run(signer.async_sign(hashlib.sha256(covered).digest(), "sha256", use_pades=False))
    value = made.dump().hex().encode()
    update.out[gap[0] + 1 : gap[0] + 1 + len(value)] = value
    return bytes(update.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--p12", type=pathlib.Path, required=True)
    parser.add_argument("--field", required=True)
    parser.add_argument("--password", default="mat khau")
    parser.add_argument("input", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    args = parser.parse_args()
    signer = SimpleSigner.load_pkcs12_data(args.p12.read_bytes(), other_certs=[], passphrase=args.password.encode())
    args.output.write_bytes(sign(args.input.read_bytes(), signer, args.field))


if __name__ == "__main__":
    main()
