"""Makes the messages of this folder: their packets by GnuPG, in an order that no tool writes, sealed by openssl.

Usage: make.py FOLDER, the folder with the keys and small-mdc.pgp, whose session key and session key packet are used again.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zlib

FOLDER = sys.argv[1]
HOME = tempfile.mkdtemp(prefix="forged-")
OPTIONS = "--batch --quiet --no-tty --pinentry-mode loopback --trust-model always".split() + ["--passphrase", ""]
ONE_PASS, LITERAL, SIGNATURE = 4, 11, 2


def gpg(*arguments, data=b""):
    return subprocess.run(["gpg", "--homedir", HOME, *OPTIONS, *arguments], input=data, capture_output=True)


def packets(message):
    """The packets of a message as GnuPG writes it, with lengths that are short and end."""
    found, start = [], 0
    while start < len(message):
        first = message[start]
        is_new = first & 0x40
        tag = first & 63 if is_new else first >> 2 & 15
        head = 2 if is_new else 1 + (1 << (first & 3))
        length = int.from_bytes(message[start + 1 : start + head], "big")
        assert length < 192 or not is_new and first & 3 < 3
        end = start + head + length
        found.append((tag, message[start:end]))
        start = end
    return found


def signed(data, signer):
    shown = gpg("--with-colons", "--show-keys", f"{FOLDER}/{signer}.asc").stdout.decode()
    key = [line.split(":")[9] for line in shown.splitlines() if line.startswith("fpr")][0]
    found = packets(gpg("--compress-algo", "none", "-u", key, "--sign", data=data).stdout)
    assert [tag for tag, _ in found] == [ONE_PASS, LITERAL, SIGNATURE]
    return [packet for _, packet in found]


def compressed(content):
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"\x01" + deflate.compress(content) + deflate.flush()
    return b"\xa1" + len(body).to_bytes(2, "big") + body


def seal(content):
    prefix = os.urandom(16)
    plain = prefix + prefix[-2:] + content + b"\xd3\x14"
    plain += hashlib.sha1(plain).digest()
    command = ["openssl", "enc", "-aes-256-cfb", "-K", SESSION_KEY, "-iv", "0" * 32]
    body = b"\x01" + subprocess.run(command, input=plain, capture_output=True, check=True).stdout
    return RECIPIENT + b"\xd2\xff" + len(body).to_bytes(4, "big") + body


os.chmod(HOME, 0o700)
for name in ["gateway-25519", "signer", "stranger"]:
    gpg("--import", f"{FOLDER}/{name}.secret.asc")
RECIPIENT = open(f"{FOLDER}/small-mdc.pgp", "rb").read()[:96]
told = gpg("--show-session-key", "--decrypt", f"{FOLDER}/small-mdc.pgp").stderr.decode()
SESSION_KEY = [line for line in told.splitlines() if "session key" in line][0].split("'")[1].split(":")[1]

payload, other = open(f"{FOLDER}/payload.csv", "rb").read(), b"other;file\n9;9\n"
one_pass, literal, signature = signed(payload, "signer")
their_one_pass, _, their_signature = signed(payload, "stranger")
other_one_pass, other_literal, other_signature = signed(other, "signer")
unsigned = packets(gpg("--compress-algo", "none", "--store", data=other).stdout)[0][1]
whole = one_pass + literal + signature


def another_follows(packet):
    return packet[:-1] + b"\x00"


messages = {
    "unsigned": literal,
    "signed": whole,
    "literal-after": whole + unsigned,
    "literal-before": unsigned + whole,
    "literal-inside": one_pass + literal + unsigned + signature,
    "literal-inside-first": one_pass + unsigned + literal + signature,
    "literal-after-in-compressed": compressed(whole + unsigned),
    "literal-after-compressed": compressed(whole) + unsigned,
    "message-after": whole + other_one_pass + other_literal + other_signature,
    "marker-after": whole + b"\xca\x03PGP",
    "signature-of-other": other_one_pass + literal + other_signature,
    "signature-first": signature + literal,
    "signature-of-other-first": other_signature + literal,
    "two-signers": another_follows(their_one_pass) + whole + their_signature,
    "two-signatures-one-of-other": another_follows(other_one_pass) + whole + other_signature,
}
for name, content in messages.items():
    with open(f"{FOLDER}/forged/{name}.pgp", "wb") as file:
        file.write(seal(content))
subprocess.run(["gpgconf", "--homedir", HOME, "--kill", "all"])
