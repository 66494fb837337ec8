"""Makes a throwaway PKI for trying signed PDFs: two roots, an issuing CA, signers of every kind, a TSA, an OCSP responder and CRLs."""
import argparse, datetime, pathlib, subprocess
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

PASSWORD = "mat khau"
SCHOOL = "Trường THCS Đằng Giang"
OTHER_NAME = "Trường Trung học cơ sở Đằng Giang"
TESTERS = "Bàn Giao thử nghiệm"
VALID = ("2026-01-01", "2036-01-01")
# A time-stamping authority whose certificate ends long before those of the signers.
SHORT = ("2026-01-01", "2027-06-30")
# The CAs outlive every signer, so that only the signer is ever at fault.
CA_VALID = ("2020-01-01", "2040-01-01")
REVOKED_ON, LISTED_ON = "2026-03-01", "2026-03-02"
# The giver's key is revoked long after the tests have signed with it.
LATER = "2028-03-01", "2028-03-02"
SIGNERS = [
    ("giver", "Nguyễn Thị Hoa", VALID),
    ("receiver", "Trần Văn Đức", VALID),
    ("organisation", SCHOOL, VALID),
    ("head", "Nguyễn Thị An", VALID),
    ("hoa", "Nguyễn Thị Hoa", VALID),
    ("school", OTHER_NAME, VALID),
    # A teacher's own certificate, which names the school as its organisation.
    ("teacher", "Nguyễn Thị Hoa", VALID),
    ("expired", "Lê Văn Hùng", ("2024-07-01", "2025-06-30")),
    ("future", "Phạm Thị Mai", ("2030-01-01", "2036-01-01")),
    ("revoked", "Hoàng Minh Tuấn", VALID),
    ("stranger", "Vũ Ngọc Ánh", VALID),
    # Revoked, which no list says: his authority has to be asked about him.
    ("asked", "Đỗ Quốc Việt", VALID),
]


def day(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)


def name(common, organisation):
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def usage(*kinds):
    every = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{kind: kind in kinds for kind in every})


def new_key(kind="rsa"):
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


class Maker:
    """Hands out certificates with serial numbers 1, 2, 3 …, so that two runs differ only in keys, salts and what follows from them."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.serial = 0

    def make(self, subject, key, valid, issuer, extensions):
        """Issues one certificate; without an issuer it signs itself."""
        self.serial += 1
        by_cert, by_key = issuer or (None, key)
        builder = x509.CertificateBuilder(
            issuer_name=by_cert.subject if by_cert else subject,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=self.serial,
            not_valid_before=day(valid[0]),
            not_valid_after=day(valid[1]),
        )
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(by_key, hashes.SHA256())

    def crl_at(self, file):
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{self.base}/{file}")], None, None, None)
        return x509.CRLDistributionPoints([place]), False

    def ocsp_at(self):
        place = x509.UniformResourceIdentifier(f"{self.base}/ocsp")
        return x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)]), False

    def ca(self, common, issuer=None):
        key = new_key()
        extensions = [(x509.BasicConstraints(True, 0 if issuer else None), True), (usage("key_cert_sign", "crl_sign"), True)]
        if issuer:
            extensions.append(self.crl_at("root.crl"))
        return self.make(name(common, TESTERS), key, CA_VALID, issuer, extensions), key

    def leaf(self, common, organisation, valid, issuer, kinds, extra, key):
        extensions = [(x509.BasicConstraints(False, None), True), (usage(*kinds), True), *extra]
        return self.make(name(common, organisation), key, valid, issuer, extensions), key

    def signer(self, common, valid, issuer, kind, organisation=SCHOOL, listed=True):
        kinds = ("digital_signature", "content_commitment")
        lists = [self.crl_at("issuing.crl")] if listed else []
        return self.leaf(common, organisation, valid, issuer, kinds, [*lists, self.ocsp_at()], new_key(kind))

    def tsa(self, issuer, valid=VALID):
        extra = [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True), self.crl_at("issuing.crl"), self.ocsp_at()]
        return self.leaf("Dấu thời gian thử nghiệm", TESTERS, valid, issuer, ("digital_signature",), extra, new_key())

    def ocsp(self, issuer):
        # A responder marked nocheck says nothing about where its own revocation could be asked.
        extra = [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False), (x509.OCSPNoCheck(), False)]
        return self.leaf("Trả lời OCSP thử nghiệm", TESTERS, VALID, issuer, ("digital_signature",), extra, new_key())


def crl(issuer, revoked=(), revoked_on=REVOKED_ON, listed_on=LISTED_ON):
    cert, key = issuer
    builder = x509.CertificateRevocationListBuilder(cert.subject, day(listed_on), day(CA_VALID[1]))
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder(one.serial_number, day(revoked_on))
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def index_line(label, pair):
    """One line of the database from which `openssl ocsp` answers: state, end, revocation, serial number, file, subject."""
    cert = pair[0]
    end = cert.not_valid_after_utc.strftime("%y%m%d%H%M%SZ")
    revoked = day(REVOKED_ON).strftime("%y%m%d%H%M%SZ,keyCompromise") if label in ("revoked", "asked") else ""
    return f"{'R' if revoked else 'V'}\t{end}\t{revoked}\t{cert.serial_number:02X}\tunknown\t/CN={label}\n"


def pack(pair, chain, pbe, mac):
    cert, key = pair
    common = cert.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    lock = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048).key_cert_algorithm(pbe).hmac_hash(mac)
    return pkcs12.serialize_key_and_certificates(common.encode(), key, cert, chain, lock.build(PASSWORD.encode()))


def pack_rc2(folder):
    """Packs the giver as Windows of old did, which only the openssl command still can; says so where it cannot."""
    out = folder / "giver_legacy_rc2.p12"
    certs = b"".join((folder / f"{label}.pem").read_bytes() for label in ("giver", "issuing", "root"))
    command = ["openssl", "pkcs12", "-export", "-legacy", "-inkey", folder / "giver.key.pem", "-out", out, "-passout", f"pass:{PASSWORD}"]
    try:
        subprocess.run(command, input=certs, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as e:
        out.unlink(missing_ok=True)
        print(f"{out.name} is not made: {e}")


def write(folder, label, pair, chain):
    cert, key = pair
    (folder / f"{label}.pem").write_bytes(cert.public_bytes(Encoding.PEM))
    (folder / f"{label}.key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / f"{label}.p12").write_bytes(pack(pair, chain, pkcs12.PBES.PBESv2SHA256AndAES256CBC, hashes.SHA256()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=8899, help="where the CRLs and the OCSP responder are said to be, on 127.0.0.1")
    args = parser.parse_args()
    folder, maker = args.outdir, Maker(args.port)
    (folder / "roots").mkdir(parents=True, exist_ok=True)
    root, other_root = maker.ca("Gốc thử nghiệm"), maker.ca("Gốc khác thử nghiệm")
    issuing = maker.ca("Cấp chứng thư thử nghiệm", root)
    for label, pair in (("root", root), ("other_root", other_root), ("issuing", issuing), ("roots/root", root)):
        (folder / f"{label}.pem").write_bytes(pair[0].public_bytes(Encoding.PEM))
    ours = {}
    for label, common, valid in SIGNERS:
        issuer, chain = (other_root, [other_root[0]]) if label == "stranger" else (issuing, [issuing[0], root[0]])
        organisation = OTHER_NAME if label == "teacher" else SCHOOL
        ours[label] = maker.signer(common, valid, issuer, "ec" if label in ("receiver", "hoa") else "rsa", organisation, listed=label != "asked")
        write(folder, label, ours[label], chain)
    for label, pair in (("tsa", maker.tsa(issuing)), ("tsa_short", maker.tsa(issuing, SHORT)), ("ocsp", maker.ocsp(issuing))):
        write(folder, label, pair, [issuing[0], root[0]])
    legacy = pack(ours["giver"], [issuing[0], root[0]], pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC, hashes.SHA1())
    (folder / "giver_legacy.p12").write_bytes(legacy)
    pack_rc2(folder)
    (folder / "issuing.crl").write_bytes(crl(issuing, [ours["revoked"][0]]))
    (folder / "issuing_later.crl").write_bytes(crl(issuing, [ours["giver"][0]], *LATER))
    (folder / "issuing_before.crl").write_bytes(crl(issuing))
    (folder / "root.crl").write_bytes(crl(root))
    (folder / "index.txt").write_text("".join(index_line(*one) for one in ours.items()))
    print(f"{len(list(folder.rglob('*.*')))} files in {folder}")


if __name__ == "__main__":
    main()
