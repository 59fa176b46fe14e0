"""Sends one file with paramiko: PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW."""
import os
import sys

import paramiko

port, account, key, action, local, remote, new = sys.argv[1:]
transport = paramiko.Transport(("127.0.0.1", int(port)))
transport.connect(username=account, pkey=paramiko.Ed25519Key.from_private_key_file(key))
sftp = paramiko.SFTPClient.from_transport(transport)
if action in ("put", "preserve"):
    sftp.put(local, remote)
    if action == "preserve":
        status = os.stat(local)
        sftp.utime(remote, (status.st_atime, status.st_mtime))
        sftp.chmod(remote, status.st_mode & 0o777)
elif action == "resume":
    with open(local, "rb") as source, sftp.open(remote, "ab") as target:
        source.seek(sftp.stat(remote).st_size)
        target.set_pipelined(True)
        while data := source.read(32768):
            target.write(data)
else:
    sftp.rename(remote, new)
transport.close()
