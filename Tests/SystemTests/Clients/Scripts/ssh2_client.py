"""Sends one file with libssh2 through ssh2-python: PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW."""
import os
import socket
import sys

from ssh2.session import Session
from ssh2.sftp import LIBSSH2_FXF_CREAT, LIBSSH2_FXF_TRUNC, LIBSSH2_FXF_WRITE
from ssh2.sftp_handle import SFTPAttributes

port, account, key, action, local, remote, new = sys.argv[1:]
session = Session()
session.handshake(socket.create_connection(("127.0.0.1", int(port))))
session.userauth_publickey_fromfile(account, key)
sftp = session.sftp_init()


def send(flags, offset):
    with open(local, "rb") as source, sftp.open(remote, flags, 0o640) as target:
        source.seek(offset)
        target.seek64(offset)
        while data := source.read(1 << 18):
            target.write(data)
        if action == "preserve":
            attributes, status = SFTPAttributes(), os.stat(local)
            attributes.flags = 8 | 4
            attributes.atime, attributes.mtime = int(status.st_atime), int(status.st_mtime)
            attributes.permissions = status.st_mode & 0o777
            target.fsetstat(attributes)


if action in ("put", "preserve"):
    send(LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT | LIBSSH2_FXF_TRUNC, 0)
elif action == "resume":
    send(LIBSSH2_FXF_WRITE, sftp.stat(remote).filesize)
else:
    sftp.rename(remote, new)
session.disconnect()
