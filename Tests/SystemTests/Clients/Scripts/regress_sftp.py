"""OpenSSH's sftp for the scripts of openssh-tests, which take the server's files for their own.

In commands, what the script keeps in its folder is in a folder of the account's view (REGRESS_VIEW), what it sends goes to
/inbox, and its data is in /convention. After the session every drop that was handed over lies under its name in the
script's folder, as if the server had written it there.
"""
import json
import os
import re
import shutil
import subprocess
import sys

own, view = os.environ["REGRESS_OBJ"], os.environ["REGRESS_VIEW"]
convention, inbox = os.environ["REGRESS_CONVENTION"], os.environ["REGRESS_INBOX"]


def to_view(line):
    verb = line.lstrip(" \t-").split(" ")[0].strip()
    if verb == "get" and convention + "/" in line:
        return line.replace(convention + "/", "/convention/", 1)
    if verb == "get":
        return line.replace(own + "/", view + "/", 1)
    if verb == "put":
        head, found, tail = line.rpartition(own + "/")
        return head + "/inbox/" + tail if found else line
    return line if verb.startswith(("l", "!")) and verb not in ("ls", "ln") else line.replace(own, view)


def collect():
    for drop in os.listdir(inbox):
        with open(f"{inbox}/{drop}/drop.json") as description:
            name = json.load(description)["name"]
        shutil.copy(f"{inbox}/{drop}/payload", f"{own}/{name}")
        shutil.rmtree(f"{inbox}/{drop}")


arguments = sys.argv[1:]
batch = arguments[arguments.index("-b") + 1] if "-b" in arguments else "-"
with sys.stdin if batch == "-" else open(batch) as source:
    commands = "".join(map(to_view, source))
if batch != "-":
    arguments[arguments.index("-b") + 1] = "-"
result = subprocess.run(["sftp", *arguments], input=commands, capture_output=True, text=True)
sys.stdout.write(re.sub(rf"(?m)(?<![\w/]){view}/", own + "/", result.stdout))
sys.stderr.write(result.stderr)
collect()
sys.exit(result.returncode)
