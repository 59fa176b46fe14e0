"""Seals a file as CMS AuthEnvelopedData the way no common tool does, to see that Écluse reads what the standards allow.

usage: cms_seal.py CERTIFICATE PLAIN OUT [option...]
  hkdf256 hkdf384 x963        how the key is derived for a certificate of X25519 (RFC 8418)
  ski                         name the recipient by its key identifier
  ukm                         with keying material of the sender
  nested                      content in pieces inside pieces, of indefinite length
  long                        lengths in more bytes than needed
  tag12                       a tag of 12 bytes, its length left out (RFC 5084's default)
  attributes unprotected      with authenticated, or unprotected, attributes
  java                        OAEP with SHA-256 whose mask is made with SHA-1
  sha1                        OAEP with SHA-1
"""
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

options = set(sys.argv[4:])


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if "long" in options and tag & 0x20:
        return bytes([tag, 0x88]) + size.to_bytes(8, "big") + body
    if size < 0x80:
        return bytes([tag, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def oid(text):
    numbers = [int(part) for part in text.split(".")]
    out = bytearray([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        group = [number & 0x7F]
        while number > 0x7F:
            number >>= 7
            group.insert(0, number & 0x7F | 0x80)
        out += bytes(group)
    return tlv(0x06, bytes(out))


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


certificate = x509.load_pem_x509_certificate(open(sys.argv[1], "rb").read())
plain = open(sys.argv[2], "rb").read()
key = os.urandom(32)


def wrap():
    return tlv(0x30, oid("2.16.840.1.101.3.4.1.45"))


def der(make):
    """What goes into a key is in DER, whatever the file is."""
    long = "long" in options
    options.discard("long")
    made = make()
    if long:
        options.add("long")
    return made


def identifier():
    return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def name():
    return tlv(0x30, certificate.issuer.public_bytes(), integer(certificate.serial_number))


def transport(public):
    hash_, mask = (hashes.SHA256(), hashes.SHA1() if "java" in options else hashes.SHA256())
    if "sha1" in options:
        hash_ = mask = hashes.SHA1()
    sealed = public.encrypt(key, padding.OAEP(padding.MGF1(mask), hash_, None))
    sha256 = tlv(0x30, oid("2.16.840.1.101.3.4.2.1"), tlv(0x05))
    parameters = []
    if "sha1" not in options:
        parameters.append(tlv(0xA0, sha256))
        if "java" not in options:
            parameters.append(tlv(0xA1, tlv(0x30, oid("1.2.840.113549.1.1.8"), sha256)))
    algorithm = tlv(0x30, oid("1.2.840.113549.1.1.7"), tlv(0x30, *parameters))
    if "ski" in options:
        return tlv(0x30, integer(2), tlv(0x80, identifier()), algorithm, tlv(0x04, sealed))
    return tlv(0x30, integer(0), name(), algorithm, tlv(0x04, sealed))


def agreement(public):
    ephemeral = x25519.X25519PrivateKey.generate()
    shared = ephemeral.exchange(public)
    length = der(lambda: tlv(0xA2, tlv(0x04, (256).to_bytes(4, "big"))))
    info = der(lambda: tlv(0x30, wrap(), tlv(0xA0, tlv(0x04, b"material")) if "ukm" in options else b"", length))
    if "hkdf384" in options:
        scheme, derivation = "1.2.840.113549.1.9.16.3.20", HKDF(hashes.SHA384(), 32, None, info)
    elif "x963" in options:
        scheme, derivation = "1.3.132.1.11.1", X963KDF(hashes.SHA256(), 32, info)
    else:
        scheme, derivation = "1.2.840.113549.1.9.16.3.19", HKDF(hashes.SHA256(), 32, None, info)
    point = ephemeral.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    originator = tlv(0xA0, tlv(0xA1, tlv(0x30, oid("1.3.101.110")), tlv(0x03, b"\0" + point)))
    ukm = tlv(0xA1, tlv(0x04, b"material")) if "ukm" in options else b""
    recipient = tlv(0xA0, tlv(0x04, identifier())) if "ski" in options else name()
    box = tlv(0x30, recipient, tlv(0x04, aes_key_wrap(derivation.derive(shared), key)))
    return tlv(0xA1, integer(3), originator, ukm, tlv(0x30, oid(scheme), wrap()), tlv(0x30, box))


public = certificate.public_key()
recipient = transport(public) if isinstance(public, rsa.RSAPublicKey) else agreement(public)

nonce = os.urandom(12)
attribute = tlv(0x30, oid("1.2.840.113549.1.9.3"), tlv(0x31, oid("1.2.840.113549.1.7.1")))
encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
if "attributes" in options:
    encryptor.authenticate_additional_data(tlv(0x31, attribute))
ciphertext = encryptor.update(plain) + encryptor.finalize()
short = "tag12" in options
tag = encryptor.tag[:12] if short else encryptor.tag
parameters = tlv(0x30, tlv(0x04, nonce), b"" if short else integer(16))
if "nested" in options:
    half = len(ciphertext) // 2
    inner = bytes([0x24, 0x80]) + tlv(0x04, ciphertext[:half]) + tlv(0x24, tlv(0x04), tlv(0x04, b"")) + b"\0\0"
    content = bytes([0xA0, 0x80]) + inner + tlv(0x04, ciphertext[half:]) + b"\0\0"
else:
    content = tlv(0x80, ciphertext)
info = tlv(0x30, oid("1.2.840.113549.1.7.1"), tlv(0x30, oid("2.16.840.1.101.3.4.1.46"), parameters), content)
parts = [integer(0), tlv(0x31, recipient), info]
if "attributes" in options:
    parts.append(tlv(0xA1, attribute))
parts.append(tlv(0x04, tag))
if "unprotected" in options:
    parts.append(tlv(0xA2, attribute))
body = tlv(0x30, *parts)
open(sys.argv[3], "wb").write(tlv(0x30, oid("1.2.840.113549.1.9.16.1.23"), tlv(0xA0, body)))
