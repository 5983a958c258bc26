#!/usr/bin/env python3
"""Makes many certificates, requests, keys and revocation lists, and records what community.crypto says of them.

    python record.py > corpus.json      (needs ansible, community.crypto and cryptography)
"""
import datetime
import ipaddress
import json
import random

from ansible_collections.community.crypto.plugins.module_utils.crypto.module_backends import (
    certificate_info,
    crl_info,
    csr_info,
    privatekey_info,
    publickey_info,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x448, x25519
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

rnd = random.Random(42)
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)


class Module:
    def __init__(self, encoding="ignore"):
        self.params = {"name_encoding": encoding}

    def warn(self, text):
        pass

    def fail_json(self, **kw):
        raise RuntimeError(kw.get("msg"))


KEYS = {
    "rsa1024": rsa.generate_private_key(65537, 1024),
    "rsa2048": rsa.generate_private_key(65537, 2048),
    "rsa3": rsa.generate_private_key(3, 2048),
    "dsa": dsa.generate_private_key(2048),
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "p224": ec.generate_private_key(ec.SECP224R1()),
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "p521": ec.generate_private_key(ec.SECP521R1()),
    "k256": ec.generate_private_key(ec.SECP256K1()),
    "bp256": ec.generate_private_key(ec.BrainpoolP256R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
    "ed448": ed448.Ed448PrivateKey.generate(),
    "x25519": x25519.X25519PrivateKey.generate(),
    "x448": x448.X448PrivateKey.generate(),
}
SIGNERS = [k for k in KEYS if not k.startswith("x")]


def digest(name):
    if name.startswith("ed"):
        return None
    if name == "dsa":
        return hashes.SHA256()
    return rnd.choice([hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])


def name(short=False):
    out = []
    pool = [
        (NameOID.COUNTRY_NAME, "DE"),
        (NameOID.ORGANIZATION_NAME, rnd.choice(["Firm, Inc.", "Müller & Söhne", "a+b=c;\"<q>\\", " lead", "#hash"])),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Unit " + str(rnd.randrange(99))),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Second"),
        (NameOID.COMMON_NAME, rnd.choice(["host.example.org", "ホスト", "x" * 60])),
        (NameOID.EMAIL_ADDRESS, "root@example.org"),
        (NameOID.SERIAL_NUMBER, "123"),
        (NameOID.DOMAIN_COMPONENT, "example"),
        (NameOID.USER_ID, "me"),
        (NameOID.STREET_ADDRESS, "Street 1"),
        (x509.ObjectIdentifier("1.2.3.4.5"), "unknown"),
    ]
    for item in pool:
        if rnd.random() < 0.5:
            out.append(x509.RelativeDistinguishedName([x509.NameAttribute(*item)]))
    if rnd.random() < 0.2:
        out.append(x509.RelativeDistinguishedName([
            x509.NameAttribute(NameOID.GIVEN_NAME, "A"), x509.NameAttribute(NameOID.SURNAME, "B")]))
    return x509.Name(out)


def general(n=None):
    pool = [
        lambda: x509.DNSName(rnd.choice(["a.example.org", "*.example.org", "xn--mller-kva.de", ""])),
        lambda: x509.IPAddress(ipaddress.ip_address(rnd.choice(
            ["1.2.3.4", "::1", "2001:db8::1:0:0:1", "::ffff:1.2.3.4", "fe80::", "1:0:2:0:3:0:4:0"]))),
        lambda: x509.RFC822Name(rnd.choice(["a@b.c", "x@xn--mller-kva.de"])),
        lambda: x509.UniformResourceIdentifier(rnd.choice(
            ["http://Example.ORG/Path?q", "urn:x:y", "https://u:p@xn--mller-kva.de:8443/a#b", "ldap://h/cn=x"])),
        lambda: x509.DirectoryName(name()),
        lambda: x509.RegisteredID(x509.ObjectIdentifier("1.2.840.113549.1.1.1")),
        lambda: x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), b"\x0c\x03abc"),
    ]
    return rnd.choice(pool)()


def generals():
    return [general() for _ in range(rnd.randrange(1, 5))]


def extensions(public):
    out = []
    maybe = lambda p=0.5: rnd.random() < p
    if maybe():
        out.append(x509.SubjectAlternativeName(generals()))
    if maybe():
        ca = maybe()
        out.append(x509.BasicConstraints(ca, rnd.choice([None, 0, 3]) if ca else None))
    if maybe():
        flags = [maybe() for _ in range(7)]
        only = [flags[4] and maybe(), flags[4] and maybe()]
        if any(flags):
            out.append(x509.KeyUsage(*flags, *only))
    if maybe():
        out.append(x509.ExtendedKeyUsage(rnd.sample([
            ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.CODE_SIGNING,
            ExtendedKeyUsageOID.OCSP_SIGNING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
            x509.ObjectIdentifier("1.2.3.4"), x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.2")], rnd.randrange(1, 5))))
    if maybe():
        out.append(x509.SubjectKeyIdentifier.from_public_key(public))
    if maybe():
        issuer = maybe()
        out.append(x509.AuthorityKeyIdentifier(
            b"\x00\x01\xff" if maybe(0.8) or not issuer else None,
            generals() if issuer else None, rnd.choice([1, 2**70]) if issuer else None))
    if maybe(0.3):
        out.append(x509.TLSFeature(rnd.choice([
            [x509.TLSFeatureType.status_request], [x509.TLSFeatureType.status_request_v2],
            [x509.TLSFeatureType.status_request, x509.TLSFeatureType.status_request_v2]])))
    if maybe(0.3):
        out.append(x509.NameConstraints(
            [x509.DNSName("in.example.org"), x509.IPAddress(ipaddress.ip_network("10.0.0.0/8"))] if maybe() else None,
            [x509.DNSName("out.example.org"), x509.IPAddress(ipaddress.ip_network("2001:db8::/32"))]))
    if maybe(0.3):
        out.append(x509.AuthorityInformationAccess([
            x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS,
                                   x509.UniformResourceIdentifier("http://ca.example.org/CA.crt")),
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.DNSName("no.uri")),
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP,
                                   x509.UniformResourceIdentifier("http://ocsp.example.org")),
        ][rnd.randrange(3):]))
    if maybe(0.2):
        out.append(x509.CRLDistributionPoints([
            x509.DistributionPoint(generals(), None, frozenset([x509.ReasonFlags.key_compromise]), None)]))
    if maybe(0.2):
        out.append(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5.6"), b"\x05\x00"))
    rnd.shuffle(out)
    return out


def plain(info):
    info = dict(info)
    info.pop("expired", None)
    return info


def pem(o):
    return o.public_bytes(serialization.Encoding.PEM).decode()


out = {"certificates": [], "requests": [], "keys": [], "crls": []}
for key_name, key in KEYS.items():
    for fmt in (serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL):
        for passphrase in (None, "pä ss"):
            enc = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
            try:
                data = key.private_bytes(serialization.Encoding.PEM, fmt, enc)
            except ValueError:
                continue
            info = privatekey_info.get_privatekey_info(
                Module(), "cryptography", data, passphrase=passphrase, return_private_key_data=True)
            out["keys"].append({"pem": data.decode(), "passphrase": passphrase, "info": info})
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    out["keys"].append({"public": public.decode(), "info": publickey_info.get_publickey_info(
        Module(), "cryptography", content=public)})

for i in range(50):
    encoding = rnd.choice(["ignore", "idna", "unicode"])
    subject = rnd.choice(SIGNERS if i % 2 else list(KEYS))
    signer = rnd.choice(SIGNERS)
    builder = x509.CertificateBuilder(
        issuer_name=name(), subject_name=name(), public_key=KEYS[subject].public_key(),
        serial_number=rnd.choice([1, 127, 128, 2**64, rnd.getrandbits(150) + 1]),
        not_valid_before=NOW - datetime.timedelta(days=rnd.choice([0, 400, 20000])),
        not_valid_after=NOW + datetime.timedelta(days=rnd.choice([1, 4000, 20000])))
    for ext in extensions(KEYS[subject].public_key()):
        builder = builder.add_extension(ext, critical=rnd.random() < 0.4)
    kind = digest(signer)
    cert = builder.sign(KEYS[signer], kind)
    info = plain(certificate_info.get_certificate_info(Module(encoding), "cryptography", pem(cert).encode()))
    out["certificates"].append({"pem": pem(cert), "encoding": encoding, "info": info})

for i in range(30):
    encoding = rnd.choice(["ignore", "idna", "unicode"])
    signer = rnd.choice(SIGNERS)
    builder = x509.CertificateSigningRequestBuilder(subject_name=name())
    for ext in extensions(KEYS[signer].public_key()):
        builder = builder.add_extension(ext, critical=rnd.random() < 0.4)
    kind = digest(signer)
    csr = builder.sign(KEYS[signer], kind)
    text = pem(csr)
    info = csr_info.get_csr_info(Module(encoding), "cryptography", text.encode(), validate_signature=False)
    out["requests"].append({"pem": text, "encoding": encoding, "info": info})

for i in range(15):
    encoding = rnd.choice(["ignore", "idna", "unicode"])
    signer = rnd.choice(SIGNERS)
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=name(), last_update=NOW, next_update=NOW + datetime.timedelta(days=rnd.choice([1, 20000])))
    for _ in range(rnd.randrange(4)):
        revoked = x509.RevokedCertificateBuilder(rnd.getrandbits(100) + 1, NOW - datetime.timedelta(days=9))
        if rnd.random() < 0.5:
            reason = rnd.choice([r for r in x509.ReasonFlags if r.name not in ("unspecified",)])
            revoked = revoked.add_extension(x509.CRLReason(reason), rnd.random() < 0.5)
        if rnd.random() < 0.5:
            revoked = revoked.add_extension(x509.InvalidityDate(NOW - datetime.timedelta(days=10)), rnd.random() < 0.5)
        if rnd.random() < 0.5:
            revoked = revoked.add_extension(x509.CertificateIssuer(generals()), rnd.random() < 0.5)
        builder = builder.add_revoked_certificate(revoked.build())
    if rnd.random() < 0.5:
        builder = builder.add_extension(x509.CRLNumber(i), False)
    kind = digest(signer)
    crl = builder.sign(KEYS[signer], kind)
    info = crl_info.get_crl_info(Module(encoding), pem(crl).encode())
    info.pop("changed")
    out["crls"].append({"pem": pem(crl), "encoding": encoding, "info": info})

# Whole numbers beyond what JavaScript's numbers hold are written as text that says so.
def big(value):
    if isinstance(value, bool) or not isinstance(value, (int, dict, list, tuple)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else "int:%d" % value
    if isinstance(value, dict):
        return {k: big(v) for k, v in value.items()}
    return [big(v) for v in value]


print(json.dumps(big(out), ensure_ascii=False, indent=None, sort_keys=True))
