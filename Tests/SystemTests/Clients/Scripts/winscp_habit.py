"""Does what WinSCP does (documentation of its resume and of its transfer options): PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW.

A file goes to NAME.filepart, a cut one is continued there; then an older file of the name is removed, the part is renamed,
and the times are set under the final name.
"""
import os
import sys

import paramiko

port, account, key, action, local, remote, new = sys.argv[1:]
transport = paramiko.Transport(("127.0.0.1", int(port)))
transport.connect(username=account, pkey=paramiko.Ed25519Key.from_private_key_file(key))
sftp = paramiko.SFTPClient.from_transport(transport)
part = remote + ".filepart"


def size(path):
    try:
        return sftp.stat(path).st_size
    except FileNotFoundError:
        return None


def transfer():
    offset = (size(part) or 0) if action == "resume" else 0
    with open(local, "rb") as source, sftp.open(part, "r+" if offset else "w") as target:
        source.seek(offset)
        target.seek(offset)
        target.set_pipelined(True)
        while data := source.read(32768):
            target.write(data)
        # It sets the size of what it has written over, in case the old file was longer.
        target.truncate(os.path.getsize(local))
    if size(remote) is not None:
        sftp.remove(remote)
    sftp.rename(part, remote)
    status = os.stat(local)
    sftp.utime(remote, (status.st_atime, status.st_mtime))
    if action == "preserve":
        sftp.chmod(remote, status.st_mode & 0o777)


if action == "rename":
    sftp.rename(remote, new)
else:
    transfer()
transport.close()
