"""Opens SFTP sessions and holds them: idle_sessions.py PORT USER KEY COUNT.

Says `ready COUNT` once all are open, and ends with the process.
"""

import asyncio
import sys

import asyncssh

AT_ONCE = 8


async def main(port: int, user: str, key: str, count: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def session():
        async with gate:
            connection = await asyncssh.connect(
                "127.0.0.1", port, username=user, client_keys=[key], known_hosts=None, config=None, agent_path=None
            )
            client = await connection.start_sftp_client()
            await client.realpath(".")
            return connection, client

    held = await asyncio.gather(*(session() for _ in range(count)))
    print(f"ready {len(held)}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
