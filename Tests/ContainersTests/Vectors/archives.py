"""Writes an archive of a given kind to standard output: what tools write, and what only somebody hostile does.

    archives.py KIND

The two good files are tests.csv and controls.csv; what else is inside depends on the kind.
"""
import io
import struct
import sys
import tarfile
import zipfile
import zlib

TESTS = b"".join(b"%d;tests;%d\n" % (i, i * 7919 % 1000) for i in range(1500))
CONTROLS = b"".join(b"%d;controls;%d\n" % (i, i * 104729 % 1000) for i in range(700))
FILES = [("tests.csv", TESTS), ("controls.csv", CONTROLS)]


class Pipe:
    """A stream that cannot seek, as standard output of a pipe."""

    def __init__(self):
        self.data = bytearray()

    def write(self, data):
        self.data += data
        return len(data)

    def flush(self):
        pass


def zip_of(files=FILES, method=zipfile.ZIP_DEFLATED, stream=False, wide=False, comment=b"", edit=None):
    target = Pipe() if stream else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (2026, 1, 15, 8, 0, 0))
            info.compress_type = method
            if edit:
                edit(info)
            with archive.open(info, "w", force_zip64=wide) as out:
                out.write(data)
        archive.comment = comment
    return bytes(target.data if stream else target.getvalue())


def local(name, data, packed):
    head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0x5c21, zlib.crc32(data), len(packed), len(data), len(name), 0)
    return head + name


def central(name, data, packed, offset):
    return struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0x5c21, zlib.crc32(data), len(packed), len(data),
                       len(name), 0, 0, 0, 0, 0, offset) + name


def end(count, size, offset):
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, offset, 0)


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def overlapping():
    """Both entries of the directory point to the same bytes."""
    packed = deflate(TESTS)
    body = local(b"tests.csv", TESTS, packed) + packed
    names = [b"tests.csv", b"controls.csv"]
    directory = b"".join(central(name, TESTS, packed, 0) for name in names)
    return body + directory + end(2, len(directory), len(body))


def quoted():
    """The first entry quotes the local header of the second in a stored deflate block, and shares its content."""
    kernel = bytes(1 << 20)
    packed = deflate(kernel)
    second = local(b"controls.csv", kernel, packed)
    blocks = [b"id\n", second]
    quote = b"".join(b"\0" + struct.pack("<2H", len(block), len(block) ^ 0xffff) + block for block in blocks)
    first_data, first_packed = b"".join(blocks) + kernel, quote + packed
    first = local(b"tests.csv", first_data, first_packed)
    body = first + quote + packed
    offset = len(first) + len(quote) - len(second)
    directory = central(b"tests.csv", first_data, first_packed, 0) + central(b"controls.csv", kernel, packed, offset)
    return body + directory + end(2, len(directory), len(body))


def without_entry(keep):
    """The directory names one of the two entries only, as a tool that reads it would see the archive."""
    packed = [(name.encode(), data, deflate(data)) for name, data in FILES]
    body, directory = b"", b""
    for name, data, small in packed:
        if name.decode() == keep:
            directory += central(name, data, small, len(body))
        body += local(name, data, small) + small
    return body + directory + end(1, len(directory), len(body))


def renamed():
    whole = zip_of()
    place = whole.rindex(b"tests.csv")
    return whole[:place] + b"other.csv" + whole[place + 9:]


def gap():
    """Bytes between two entries, with a directory that knows of them."""
    packed = [(name.encode(), data, deflate(data)) for name, data in FILES]
    body, directory = b"", b""
    for name, data, small in packed:
        directory += central(name, data, small, len(body))
        body += local(name, data, small) + small + b"hidden"
    return body + directory + end(2, len(directory), len(body))


def tar_of(files=FILES, form=tarfile.PAX_FORMAT, edit=None):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if edit:
                edit(info)
            archive.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return target.getvalue()


def kind(value):
    def edit(info):
        if info.name == "controls.csv":
            info.type = value
            info.size = 0
            info.linkname = "tests.csv"
    return edit


def symlink(info):
    if info.filename == "controls.csv":
        info.create_system = 3
        info.external_attr = 0o120777 << 16


LONG = "/".join(["dossier"] * 20) + "/tests.csv"
NAMES = {
    "absolute": "/tests.csv", "parent": "../tests.csv", "inner-parent": "a/../tests.csv", "backslash": "a\\tests.csv",
    "drive": "C:/tests.csv", "long-name": "n" * 300, "control": "a\x07.csv", "empty-part": "a//tests.csv",
}
KINDS = {
    "zip": lambda: zip_of(),
    "zip-stored": lambda: zip_of(method=zipfile.ZIP_STORED),
    "zip-streamed": lambda: zip_of(stream=True),
    "zip-wide": lambda: zip_of(wide=True),
    "zip-streamed-wide": lambda: zip_of(stream=True, wide=True),
    "zip-comment": lambda: zip_of(comment=b"made by hand"),
    "zip-reversed": lambda: zip_of(FILES[::-1]),
    "zip-empty-file": lambda: zip_of([("tests.csv", b""), ("controls.csv", CONTROLS)]),
    "zip-no-entries": lambda: zip_of([]),
    "zip-folder": lambda: zip_of(FILES + [("folder/", b"")]),
    "zip-bzip2": lambda: zip_of(method=zipfile.ZIP_BZIP2),
    "zip-stored-streamed": lambda: zip_of(method=zipfile.ZIP_STORED, stream=True),
    "zip-symlink": lambda: zip_of(edit=symlink),
    "zip-twice": lambda: zip_of(FILES + FILES[:1]),
    "zip-of-zips": lambda: zip_of([("tests.csv", zip_of()), ("controls.csv", CONTROLS)]),
    "zip-of-gzip": lambda: zip_of([("tests.csv", __import__("gzip").compress(TESTS)), ("controls.csv", CONTROLS)]),
    "zip-overlapping": overlapping,
    "zip-quoted": quoted,
    "zip-directory-without-first": lambda: without_entry("controls.csv"),
    "zip-directory-without-second": lambda: without_entry("tests.csv"),
    "zip-directory-renamed": renamed,
    "zip-gap": gap,
    "zip-prefixed": lambda: b"#!/bin/sh\n" + zip_of(),
    "zip-bomb": lambda: zip_of([("tests.csv", bytes(64 << 20)), ("controls.csv", CONTROLS)]),
    "zip-many": lambda: zip_of([("f%d.csv" % i, b"1\n") for i in range(1001)]),
    "tar": lambda: tar_of(form=tarfile.PAX_FORMAT),
    "tar-ustar": lambda: tar_of(form=tarfile.USTAR_FORMAT),
    "tar-gnu": lambda: tar_of(form=tarfile.GNU_FORMAT),
    "tar-pax-long": lambda: tar_of([(LONG + "x" * 80, TESTS)], form=tarfile.PAX_FORMAT),
    "tar-gnu-long": lambda: tar_of([(LONG, TESTS)], form=tarfile.GNU_FORMAT),
    "tar-ustar-prefix": lambda: tar_of([(LONG, TESTS)], form=tarfile.USTAR_FORMAT),
    "tar-empty-file": lambda: tar_of([("tests.csv", b""), ("controls.csv", CONTROLS)]),
    "tar-no-entries": lambda: tar_of([]),
    "tar-symlink": lambda: tar_of(edit=kind(tarfile.SYMTYPE)),
    "tar-hard-link": lambda: tar_of(edit=kind(tarfile.LNKTYPE)),
    "tar-folder": lambda: tar_of(edit=kind(tarfile.DIRTYPE)),
    "tar-device": lambda: tar_of(edit=kind(tarfile.CHRTYPE)),
    "tar-fifo": lambda: tar_of(edit=kind(tarfile.FIFOTYPE)),
    "tar-of-zip": lambda: tar_of([("tests.csv", zip_of()), ("controls.csv", CONTROLS)]),
    "tar-of-tar": lambda: tar_of([("tests.csv", tar_of()), ("controls.csv", CONTROLS)]),
    "tests": lambda: TESTS,
    "controls": lambda: CONTROLS,
    **{"zip-" + key: (lambda name=name: zip_of([(name, TESTS)])) for key, name in NAMES.items()},
    **{"tar-" + key: (lambda name=name: tar_of([(name, TESTS)])) for key, name in NAMES.items()},
}

sys.stdout.buffer.write(KINDS[sys.argv[1]]())
