"""Drives FileZilla's helper as FileZilla does: PORT ACCOUNT KEY ACTION LOCAL REMOTE NEW.

The helper writes events whose first character is their kind; some end without a newline. It asks its parent for
bandwidth ('@' and 'A'), for the host key ('9' and a port on the next line) and for the file: 'K' opens it at an offset,
'L' asks for the next piece, which lies in memory that both share.
"""
import os
import subprocess
import sys

port, account, key, action, local, remote, new = sys.argv[1:]
MEMORY = 1 << 20
memory = os.memfd_create("transfer")
os.ftruncate(memory, MEMORY)
helper = subprocess.Popen(
    ["fzsftp", "-v"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=[memory])
source = None


def say(text):
    helper.stdin.write(text.encode() + b"\n")
    helper.stdin.flush()


def events():
    """The events up to the end of the helper, quota requests without their newline as any other."""
    while kind := helper.stdout.read(1):
        yield kind, b"" if kind in b"@A" else helper.stdout.readline().strip()


def answer(kind, text):
    global source
    if kind in b"@A":
        say("-0-" if kind == b"@" else "-1-")
    elif kind == b"9":
        helper.stdout.readline()
        say("y")
    elif kind == b"K":
        source = open(local, "rb")
        source.seek(int(text or b"0"))
        say(f"-{memory} {MEMORY} 0")
    elif kind == b"L":
        data = source.read(MEMORY)
        os.pwrite(memory, data, 0)
        say(f"-0 {len(data)}")


def command(text):
    """Runs one command; whether it went well."""
    say(text)
    for kind, reply in stream:
        if kind == b"1":
            return reply[:1] == b"1"
        if kind == b"2":
            print(reply.decode(), file=sys.stderr)
        answer(kind, reply)
    return False


stream = events()
modified = int(os.stat(local).st_mtime)
commands = {
    "put": [f'put "{local}" "{remote}"'],
    # FileZilla sets the time after the transfer, under the final name.
    "preserve": [f'put "{local}" "{remote}"', f'chmtime {modified} "{remote}"'],
    "resume": [f'reput "{local}" "{remote}"'],
    "rename": [f'mv "{remote}" "{new}"'],
}[action]
isDone = all(map(command, [f'keyfile "{key}"', f'open "{account}@127.0.0.1" {port}', *commands]))
helper.stdin.close()
helper.wait(10)
sys.exit(0 if isDone else 1)
