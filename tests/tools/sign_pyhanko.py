"""Signs empty signature fields of a PDF with pyHanko (PAdES B-B), one incremental update after another."""
import argparse, io, pathlib
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle


def add_fields(data, names):
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    for name in names:
        append_signature_field(writer, SigFieldSpec(name))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(data, p12, password, field, certify=None):
    signer = SimpleSigner.load_pkcs12_data(p12.read_bytes(), other_certs=[], passphrase=password.encode())
    allowed = {"certify": True, "docmdp_permissions": MDPPerm(certify)} if certify else {}
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, **allowed)
    # The default stamp writes in Courier, which is not embedded and lacks the Vietnamese letters.
    style = StaticStampStyle(border_width=0, background=RawContent(b""))
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    return PdfSigner(meta, signer, stamp_style=style).sign_pdf(writer, existing_fields_only=True).getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--p12", type=pathlib.Path, action="append", required=True, help="PKCS#12 file; repeat it for the next signature")
    parser.add_argument("--field", action="append", required=True, help="the field the --p12 of the same place signs")
    parser.add_argument("--password", default="mat khau", help="of every --p12")
    parser.add_argument("--add-field", action="append", default=[], help="an invisible field to add before the first signature")
    parser.add_argument("--certify", type=int, choices=[1, 2, 3], help="what the first signature lets others do: nothing, fill and sign, annotate too")
    parser.add_argument("input", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    args = parser.parse_args()
    if len(args.p12) != len(args.field):
        parser.error("as many --field as --p12 are needed")
    data = args.input.read_bytes()
    if args.add_field:
        data = add_fields(data, args.add_field)
    for n, (p12, field) in enumerate(zip(args.p12, args.field)):
        data = sign(data, p12, args.password, field, args.certify if n == 0 else None)
    args.output.write_bytes(data)


if __name__ == "__main__":
    main()
