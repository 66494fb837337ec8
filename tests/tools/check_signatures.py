"""Validates the signatures of PDFs with pyHanko, offline and against the given roots, and prints one JSON array."""
import argparse, asyncio, json, logging, pathlib
from asn1crypto.crl import CertificateList
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import LocalKnowledge, PdfSignatureValidationSpec, RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer


class Known:
    """What a verifier knows beforehand: roots, other certificates and CRLs."""

    def __init__(self, args):
        self.roots = list(load_certs_from_pemder(sorted(f for f in args.roots.iterdir() if f.is_file())))
        self.others = list(load_certs_from_pemder(args.other))
        self.crls = [file.read_bytes() for file in args.crl]

    def context(self):
        # A context remembers what it has seen, so each signature gets its own.
        return ValidationContext(trust_roots=self.roots, other_certs=self.others, crls=self.crls, allow_fetching=False, revocation_mode="soft-fail")

    def lta_spec(self):
        policy = CertValidationPolicySpec(SimpleTrustManager.build(self.roots), CertRevTrustPolicy(REQUIRE_REVINFO))
        gathering = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
        beforehand = LocalKnowledge(known_certs=self.others, known_crls=[CRLContainer(CertificateList.load(crl)) for crl in self.crls])
        return PdfSignatureValidationSpec(SignatureValidationSpec(policy, gathering, local_knowledge=beforehand))


def sound(status):
    return status.intact and status.valid and status.trusted


def describe(signature, known):
    """One signature or document timestamp; the latter has its own soundness as its timestamp and bottom line."""
    if signature.sig_object_type == "/DocTimeStamp":
        status = validate_pdf_timestamp(signature, known.context())
        stamp, bottom_line = sound(status), sound(status)
    else:
        status = validate_pdf_signature(signature, known.context())
        stamp = sound(status.timestamp_validity) if status.timestamp_validity else None
        bottom_line = status.bottom_line
    level = status.modification_level
    return {
        "field": signature.field_name,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "bottom_line": bottom_line,
        "coverage": status.coverage.name,
        "modification": level.name if level else None,
        "signer": status.signing_cert.subject.native.get("common_name"),
        "timestamp_valid": stamp,
    }


def describe_lta(signature, known):
    """The AdES indication at the end of the long-term procedure, with revocation information required, which must be in the file or known beforehand."""
    if signature.sig_object_type == "/DocTimeStamp":
        return {"indication": None, "subindication": None, "reason": None}
    found = asyncio.run(ades_lta_validation(signature, known.lta_spec()))
    return {"indication": found.ades_subindic.status.name, "subindication": found.ades_subindic.name, "reason": found.failure_msg}


def check(file, known, lta):
    try:
        with open(file, "rb") as stream:
            signatures = PdfFileReader(stream).embedded_signatures
            described = [describe(s, known) | (describe_lta(s, known) if lta else {}) for s in signatures]
    # Damaged files make pyHanko raise nearly anything, and every one of them is an answer here.
    except Exception as e:
        return {"file": file, "error": f"{type(e).__name__}: {e}"}
    return {"file": file, "signatures": described}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roots", type=pathlib.Path, required=True, help="folder of trusted roots")
    parser.add_argument("--other", type=pathlib.Path, action="append", default=[], help="another certificate; may be repeated")
    parser.add_argument("--crl", type=pathlib.Path, action="append", default=[], help="a DER CRL known beforehand; may be repeated")
    parser.add_argument("--ades-lta", action="store_true", help="also run the AdES long-term procedure")
    parser.add_argument("--verbose", action="store_true", help="let pyHanko say on stderr why")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    if not args.verbose:
        logging.disable()
    known = Known(args)
    print(json.dumps([check(file, known, args.ades_lta) for file in args.files], ensure_ascii=False))


if __name__ == "__main__":
    main()
