"""Sends one file with asyncssh: PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW."""
import asyncio
import sys

import asyncssh

port, account, key, action, local, remote, new = sys.argv[1:]


async def resume(sftp):
    size = (await sftp.stat(remote)).size
    with open(local, "rb") as source:
        source.seek(size)
        async with sftp.open(remote, asyncssh.FXF_WRITE, encoding=None) as target:
            await target.seek(size)
            while data := source.read(65536):
                await target.write(data)


async def main():
    options = {"username": account, "client_keys": [key], "known_hosts": None, "config": None, "agent_path": None}
    async with asyncssh.connect("127.0.0.1", int(port), **options) as connection:
        async with connection.start_sftp_client() as sftp:
            if action in ("put", "preserve"):
                await sftp.put(local, remote, preserve=action == "preserve")
            elif action == "resume":
                await resume(sftp)
            else:
                await sftp.rename(remote, new)


asyncio.run(main())
