"""A client of SSH that does what it should not, for the tests of the receiver.

paramiko exchanges the keys and encrypts; everything after that is written by hand. Called as
    ssh_client.py PORT KEY ACCOUNT SCENARIO
and prints what the server did as one JSON object.
"""
import concurrent.futures
import json
import queue
import socket
import struct
import sys
import time

import paramiko
from paramiko.message import Message

PORT, KEY, ACCOUNT, SCENARIO = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
# Longest wait for one answer; the receiver's login deadline is shorter in these tests.
PATIENCE = 30
# Numbers of RFC 4253 and RFC 4254.
SERVICE_REQUEST, SERVICE_ACCEPT, EXT_INFO = 5, 6, 7
AUTH, AUTH_FAILURE, AUTH_SUCCESS, AUTH_PK_OK = 50, 51, 52, 60
GLOBAL, GLOBAL_SUCCESS, GLOBAL_FAILURE = 80, 81, 82
OPEN, OPENED, OPEN_FAILURE, ADJUST, DATA, EXTENDED, END, CLOSE = 90, 91, 92, 93, 94, 95, 96, 97
REQUEST, SUCCESS, FAILURE = 98, 99, 100
INIT = struct.pack(">IBI", 5, 1, 3)


class Client:
    """A connection whose keys are exchanged; what the server sends lands in a queue."""

    def __init__(self, version=None):
        self.answers = queue.Queue()
        self.channel = 0
        self.transport = paramiko.Transport(("127.0.0.1", PORT))
        if version is not None:
            self.transport.local_version = version
        read = self.transport.packetizer.read_message

        def tap():
            kind, message = read()
            if kind < 5 or kind == EXT_INFO or 20 <= kind < 50:
                return kind, message
            if kind != ADJUST:
                self.answers.put((kind, message.asbytes()))
            return 2, Message()  # paramiko ignores it

        self.transport.packetizer.read_message = tap
        self.transport.start_client(timeout=PATIENCE)
        self.is_alive = self.transport.is_active

    def send(self, kind, *fields):
        message = Message()
        message.add_byte(bytes([kind]))
        for field in fields:
            if isinstance(field, bool):
                message.add_boolean(field)
            elif isinstance(field, int):
                message.add_int(field)
            else:
                message.add_string(field)
        self.transport._send_message(message)

    def answer(self, seconds=PATIENCE):
        """The next answer: its number and bytes; None where the connection ended first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return self.answers.get(timeout=0.02)
            except queue.Empty:
                if not self.is_alive():
                    try:
                        return self.answers.get(timeout=0.1)
                    except queue.Empty:
                        return None
        return ("silence", b"")

    def kind(self):
        found = self.answer()
        return "end" if found is None else found[0]

    def waits_for_end(self):
        """Whether the server ends the connection, whatever else it says before."""
        while True:
            found = self.answer()
            if found is None:
                return True
            if found[0] == "silence":
                return False

    def ask_for_login(self):
        self.send(SERVICE_REQUEST, "ssh-userauth")
        assert self.kind() == SERVICE_ACCEPT

    def show_key(self, user, key):
        """A probe: is this key any good?"""
        self.send(AUTH, user, "ssh-connection", "publickey", False, key.get_name(), key.asbytes())

    def sign(self, user, key, signed_user=None):
        fields = [self.transport.session_id, AUTH, signed_user or user, "ssh-connection", "publickey", True]
        data = Message()
        data.add_string(fields[0])
        data.add_byte(bytes([AUTH]))
        for text in fields[2:5]:
            data.add_string(text)
        data.add_boolean(True)
        data.add_string(key.get_name())
        data.add_string(key.asbytes())
        signature = key.sign_ssh_data(data.asbytes())
        self.send(
            AUTH, user, "ssh-connection", "publickey", True, key.get_name(), key.asbytes(), signature.asbytes())

    def log_in(self):
        self.ask_for_login()
        self.sign(ACCOUNT, own_key())
        assert self.kind() == AUTH_SUCCESS
        return self

    def open(self, window=1 << 20, packet=32768, kind="session"):
        self.send(OPEN, kind, 0, window, packet)
        found = self.answer()
        if found is not None and found[0] == OPENED:
            self.channel = struct.unpack(">I", found[1][4:8])[0]
        return "end" if found is None else found[0]

    def request(self, name, *fields):
        self.send(REQUEST, self.channel, name, True, *fields)
        return self.kind()

    def tell(self, name, *fields):
        """A request that wants no answer."""
        self.send(REQUEST, self.channel, name, False, *fields)

    def start_sftp(self, **how):
        assert self.open(**how) == OPENED
        assert self.request("subsystem", "sftp") == SUCCESS
        return self

    def is_served(self):
        """Whether SFTP answers: the version, and then the real path of the root to every question."""
        self.send(DATA, self.channel, struct.pack(">IBI", 5, 1, 3) if not getattr(self, "begun", False) else realpath())
        self.begun = True
        while True:
            found = self.answer(10)
            if found is None or found[0] == "silence":
                return False
            if found[0] == DATA:
                return True


def realpath():
    return struct.pack(">IBII", 1 + 4 + 4 + 1, 16, 1, 1) + b"."


def own_key():
    return paramiko.Ed25519Key.from_private_key_file(KEY)


def other_key():
    return paramiko.ECDSAKey.generate()


def raw(data, line=b"SSH-2.0-raw\r\n"):
    """Sends bytes as they are; whether the server hangs up."""
    connection = socket.create_connection(("127.0.0.1", PORT))
    connection.settimeout(PATIENCE)
    received = b""
    try:
        connection.sendall(line + data)
        while True:
            part = connection.recv(4096)
            if not part:
                break
            received += part
    except (ConnectionResetError, BrokenPipeError):
        pass
    except socket.timeout:
        return False
    return True


def packet(payload, length=None):
    padding = 8 - (5 + len(payload)) % 8
    padding += 8 if padding < 4 else 0
    whole = 1 + len(payload) + padding
    return struct.pack(">IB", whole if length is None else length, padding) + payload + b"\0" * padding


# Before login


def methods():
    """Every way to prove oneself but a key, each on a connection of its own."""
    extra = {
        "none": [], "password": [False, "secret"], "keyboard-interactive": ["", ""],
        "hostbased": ["ssh-ed25519", b"x" * 51, "host", "user", b"x" * 83],
        "gssapi-with-mic": [1, b"\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"], "unheard-of": [],
    }
    found = {}
    for name, fields in extra.items():
        client = Client()
        client.ask_for_login()
        client.send(AUTH, ACCOUNT, "ssh-connection", name, *fields)
        kind, data = client.answer() or ("end", b"")
        left = Message(data).get_text() if kind == AUTH_FAILURE else ""
        found[name] = [kind, left, client.is_alive()]
        client.transport.close()
    return found


def tries():
    """How often a client may try until the server hangs up."""
    found = {}
    for name in ["password", "publickey", "keyboard-interactive", "gssapi-with-mic", "none"]:
        client = Client()
        client.ask_for_login()
        count = 0
        for _ in range(100):
            try:
                if name == "publickey":
                    client.show_key(ACCOUNT, other_key())
                else:
                    fields = {"password": [False, "x"], "keyboard-interactive": ["", ""], "gssapi-with-mic": [0]}
                    client.send(AUTH, ACCOUNT, "ssh-connection", name, *fields.get(name, []))
            except (EOFError, OSError):
                break
            if client.kind() != AUTH_FAILURE:
                break
            count += 1
        found[name] = [count, client.waits_for_end()]
        client.transport.close()
    return found


def flood():
    """Packets that mean nothing, before login."""
    client = Client()
    client.ask_for_login()
    count = 0
    try:
        for count in range(5000):
            client.send(2, b"x" * 16)
    except (EOFError, OSError):
        pass
    return {"ended": client.waits_for_end(), "all": count == 4999}


def refusal(user, key, prove):
    client = Client()
    client.ask_for_login()
    if prove:
        client.sign(user, key)
    else:
        client.show_key(user, key)
    kind, data = client.answer() or ("end", b"")
    client.transport.close()
    return [kind, data.hex()]


def refusals():
    """What an unknown account, a wrong key and (where the account has networks) a wrong network are told."""
    return {
        "unknown account": [refusal("nobody-here", own_key(), prove) for prove in (False, True)],
        "wrong key": [refusal(ACCOUNT, paramiko.Ed25519Key(filename=KEY + ".other"), prove) for prove in (False, True)],
        "own": [refusal(ACCOUNT, own_key(), prove) for prove in (False, True)],
    }


def change_of_name():
    """A key shown for one account, the signature for another; and a signature over another name."""
    client = Client()
    client.ask_for_login()
    client.show_key(ACCOUNT, own_key())
    shown = client.kind()
    client.sign("nobody-here", own_key())
    signed = client.kind()
    client.sign(ACCOUNT, own_key(), signed_user="nobody-here")
    return {"shown": shown, "signed": signed, "ended": client.waits_for_end()}


def names():
    """User names that are long or not text."""
    found = {}
    for title, name in {
        "long": b"a" * 30000, "empty": b"", "nul": ACCOUNT.encode() + b"\0x", "escape": b"\x1b[31mred\x07\r\n",
        "not utf-8": b"\xff\xfe\x80", "path": b"../../" + ACCOUNT.encode(),
    }.items():
        client = Client()
        client.ask_for_login()
        client.show_key(name, own_key())
        found[title] = client.kind()
        client.transport.close()
    return found


def version():
    """Control characters in the identification line."""
    client = Client("SSH-2.0-evil\x1b[31m\x07client").log_in()
    client.start_sftp()
    return {"served": client.is_served()}


def lines():
    """Identification lines and first packets that are not as they should be."""
    kexinit = b"\x14" + b"\0" * 16 + b"".join(struct.pack(">I", 0) for _ in range(10)) + b"\0" * 5
    cases = {
        "no line": (b"", b"\0" * 300), "long line": (b"SSH-2.0-" + b"x" * 300 + b"\r\n", b""),
        "version 1": (b"SSH-1.5-old\r\n", b""), "http": (b"GET / HTTP/1.1\r\n\r\n", b""),
        "zeros": (b"SSH-2.0-raw\r\n", b"\0" * 64), "ones": (b"SSH-2.0-raw\r\n", b"\xff" * 64),
        "two gigabytes": (b"SSH-2.0-raw\r\n", packet(kexinit, 1 << 31)),
        "over the limit": (b"SSH-2.0-raw\r\n", packet(kexinit, 300 << 10)),
        "nothing common": (b"SSH-2.0-raw\r\n", packet(kexinit)),
        "short lists": (b"SSH-2.0-raw\r\n", packet(kexinit[:25])),
        "list beyond the end": (b"SSH-2.0-raw\r\n", packet(kexinit[:17] + b"\xff\xff\xff\xff" + kexinit[21:])),
        "login before keys": (b"SSH-2.0-raw\r\n", packet(b"\x32" + b"\0" * 40)),
        "channel before keys": (b"SSH-2.0-raw\r\n", packet(b"\x5a" + b"\0" * 40)),
        "new keys before keys": (b"SSH-2.0-raw\r\n", packet(b"\x15")),
    }
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        ended = pool.map(lambda case: raw(case[1], case[0]), cases.values())
        return dict(zip(cases, ended))


# After login


def requests():
    """Everything but SFTP that a channel can be asked for; then SFTP."""
    client = Client().log_in()
    assert client.open() == OPENED
    found = {
        "pty-req": client.request("pty-req", "xterm", 80, 24, 0, 0, b"\0"), "shell": client.request("shell"),
        "exec": client.request("exec", "id"), "env": client.request("env", "LD_PRELOAD", "/tmp/x"),
        "x11-req": client.request("x11-req", False, "MIT-MAGIC-COOKIE-1", "00", 0),
        "agent": client.request("auth-agent-req@openssh.com"), "other": client.request("subsystem", "netconf"),
        "path": client.request("subsystem", "../sftp"), "unheard-of": client.request("unheard-of"),
    }
    client.tell("signal", "KILL")
    client.tell("window-change", 80, 24, 0, 0)
    client.tell("exec", "touch /tmp/x")
    served = client.request("subsystem", "sftp") == SUCCESS and client.is_served()
    second = client.request("subsystem", "sftp")
    return {"answers": found, "served": served, "second": second, "still": client.is_served()}


def channels():
    """Channels of other kinds, a second one, and forwarding."""
    client = Client().log_in().start_sftp()
    found = {"second": client.open()}
    client.send(OPEN, "direct-tcpip", 1, 1 << 20, 32768, "127.0.0.1", 22, "127.0.0.1", 1)
    found["direct-tcpip"] = client.kind()
    client.send(OPEN, "forwarded-tcpip", 1, 1 << 20, 32768, "127.0.0.1", 22, "127.0.0.1", 1)
    found["forwarded-tcpip"] = client.kind()
    client.send(OPEN, "direct-streamlocal@openssh.com", 1, 1 << 20, 32768, "/run/x", "", 0)
    found["direct-streamlocal"] = client.kind()
    client.send(OPEN, "x11", 1, 1 << 20, 32768, "127.0.0.1", 1)
    found["x11"] = client.kind()
    found["agent"] = client.open(kind="auth-agent@openssh.com")
    found["tun"] = client.open(kind="tun@openssh.com")
    found["unheard-of"] = client.open(kind="unheard-of")
    globals_ = {}
    for name, fields in {
        "tcpip-forward": ["0.0.0.0", 0], "cancel-tcpip-forward": ["0.0.0.0", 1],
        "streamlocal-forward@openssh.com": ["/tmp/x"], "unheard-of": [],
    }.items():
        client.send(GLOBAL, name, True, *fields)
        globals_[name] = client.kind()
    return {"channels": found, "globals": globals_, "served": client.is_served()}


def channel_before_login():
    client = Client()
    client.ask_for_login()
    client.send(OPEN, "session", 0, 1 << 20, 32768)
    return {"answer": client.kind()}


def nothing():
    """Data messages without data, a thousand; then SFTP."""
    client = Client().log_in().start_sftp()
    for _ in range(1000):
        client.send(DATA, client.channel, b"")
    return {"served": client.is_served()}


def strange_channels():
    """Messages for channels that are not there, and numbers at their limits."""
    client = Client().log_in().start_sftp()
    for number in (1, 7, 0x7FFFFFFF, 0xFFFFFFFF):
        client.send(DATA, number, b"x" * 100)
        client.send(EXTENDED, number, 1, b"x" * 100)
        client.send(ADJUST, number, 1)
        client.send(END, number)
        client.send(CLOSE, number)
    for _ in range(3):
        client.send(ADJUST, client.channel, 0xFFFFFFFF)
    client.send(EXTENDED, client.channel, 1, b"x" * 30000)
    return {"served": client.is_served()}


def huge():
    """A packet over the limit, encrypted as it should be."""
    client = Client().log_in().start_sftp()
    try:
        client.send(DATA, client.channel, b"x" * (300 << 10))
    except (EOFError, OSError):
        pass
    return {"ended": client.waits_for_end()}


def push(client, kind, *head):
    """Sends a hundred megabytes that nobody asked for, as long as the server takes them."""
    sent, questions = 0, realpath() * 2300
    try:
        while sent < 100 << 20:
            client.send(kind, *head, questions)
            sent += len(questions)
    except (EOFError, OSError):
        pass
    return sent


def overrun():
    """No room for answers, then data beyond the window."""
    client = Client().log_in().start_sftp(window=0)
    client.send(DATA, client.channel, INIT + realpath())
    sent = push(client, DATA, client.channel)
    return {"ended": client.waits_for_end(), "all": sent >= 100 << 20}


def error_stream():
    """Data for the error stream, which no server reads; then SFTP."""
    client = Client().log_in().start_sftp()
    sent = push(client, EXTENDED, client.channel, 1)
    return {"all": sent >= 100 << 20, "served": client.is_served()}


def small_packets():
    """Packets of ten bytes and less for the answers."""
    found = {}
    for size in (0, 1, 9, 10, 11, 20):
        client = Client().log_in()
        opened = client.open(packet=size)
        if opened == OPENED and client.request("subsystem", "sftp") == SUCCESS:
            client.send(DATA, client.channel, INIT)
            while True:
                answer = client.answer()
                opened = "end" if answer is None else answer[0]
                # An empty data message: the numbers of message, channel and bytes.
                if opened != DATA or len(answer[1]) > 8:
                    break
        found[size] = opened
        client.transport.close()
    return found


def half_open():
    """A channel that nothing is asked of."""
    client = Client().log_in()
    opened = client.open()
    return {"opened": opened, "ended": client.waits_for_end()}


def rekey():
    """New keys again and again, between questions."""
    client = Client().log_in().start_sftp()
    answers = [client.is_served()]
    for _ in range(10):
        client.transport.renegotiate_keys()
        answers.append(client.is_served())
    return {"served": answers}


def end():
    """The end of the channel said twice, and data after it."""
    client = Client().log_in().start_sftp()
    client.is_served()
    client.send(END, client.channel)
    try:
        client.send(DATA, client.channel, realpath())
        client.send(END, client.channel)
        client.send(CLOSE, client.channel)
        client.send(DATA, client.channel, realpath())
    except (EOFError, OSError):
        pass
    return {"ended": client.waits_for_end()}


def template(random, channel):
    """A message as a client might send it, its numbers wrong now and then."""

    def number():
        return random.choice([channel, channel, channel, 0, 1, 32768, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFF])

    def text():
        return random.choice([
            b"", b"sftp", b"session", b"publickey", b"ssh-connection", b"ssh-userauth", b"exec", b"subsystem", b"pty-req",
            b"direct-tcpip", b"tcpip-forward", b"keepalive@openssh.com", ACCOUNT.encode(), b"\xff" * 40, b"a" * 5000,
            INIT, realpath(), random.randbytes(random.randrange(200))])

    kinds = [1, 2, 3, 4, 5, 7, 20, 21, 30, 50, 51, 52, 60, 61, 66, 80, 81, 82, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 192]
    fields = [random.choice([number, text, lambda: True, lambda: False])() for _ in range(random.randrange(7))]
    usual = {
        50: [text(), text(), text(), True, text(), text(), text()], 61: [number(), text()], 80: [text(), True],
        90: [text(), number(), number(), number()], 93: [channel, number()], 94: [channel, text()],
        95: [channel, number(), text()], 96: [channel], 97: [channel], 98: [channel, text(), True, text(), text()],
    }
    kind = random.choice(kinds)
    return kind, usual.get(kind, fields) if random.random() < 0.7 else fields


def fuzz():
    """Messages in any order and of any content, encrypted as they should be; the seed and the rounds follow the scenario."""
    import random as source

    random = source.Random(int(sys.argv[5]))
    end = time.monotonic() + float(sys.argv[7])
    rounds = messages = 0
    while rounds < int(sys.argv[6]) or time.monotonic() < end:
        rounds += 1
        client = Client()
        try:
            stage = random.randrange(4)
            if stage == 1:
                client.ask_for_login()
            elif stage == 2:
                client.log_in().open()
            elif stage == 3:
                client.log_in().start_sftp()
            for _ in range(random.randrange(1, 60)):
                kind, fields = template(random, client.channel)
                if kind == OPEN and 10 in fields:
                    continue
                client.send(kind, *fields)
                messages += 1
        except (AssertionError, EOFError, OSError, paramiko.SSHException):
            pass
        client.transport.close()
    return {"rounds": rounds, "messages": messages}


print(json.dumps(globals()[SCENARIO]()))
