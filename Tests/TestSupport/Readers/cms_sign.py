"""Signs a file as CMS SignedData with Ed25519 (RFC 8419), which `openssl cms` of Debian 12 cannot.

usage: cms_sign.py KEY CERTIFICATE PLAIN OUT
"""
import hashlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization


def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(content):
    return tlv(0x06, bytes.fromhex(content))


key = serialization.load_pem_private_key(open(sys.argv[1], "rb").read(), None)
certificate = x509.load_pem_x509_certificate(open(sys.argv[2], "rb").read())
plain = open(sys.argv[3], "rb").read()
data, signed_data = oid("2a864886f70d010701"), oid("2a864886f70d010702")
sha512, ed25519 = tlv(0x30, oid("608648016503040203")), tlv(0x30, oid("2b6570"))
attributes = [
    tlv(0x30, oid("2a864886f70d010903"), tlv(0x31, data)),
    tlv(0x30, oid("2a864886f70d010904"), tlv(0x31, tlv(0x04, hashlib.sha512(plain).digest()))),
]
attributes = b"".join(sorted(attributes))
name = tlv(0x30, certificate.issuer.public_bytes(), integer(certificate.serial_number))
signature = tlv(0x04, key.sign(tlv(0x31, attributes)))
signer = tlv(0x30, integer(1), name, sha512, tlv(0xA0, attributes), ed25519, signature)
content = tlv(0x30, data, tlv(0xA0, tlv(0x04, plain)))
body = tlv(0x30, integer(1), tlv(0x31, sha512), content, tlv(0x31, signer))
open(sys.argv[4], "wb").write(tlv(0x30, signed_data, tlv(0xA0, body)))
