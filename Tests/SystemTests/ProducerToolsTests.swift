import Foundation
import TestSupport
import Testing

/// The tools that producers have: each sends a sealed drop that is then ingested.
@Suite(.serialized) struct ProducerToolsTests {
    /// A client, and how it puts `path` under `name` into the inbox.
    struct Client: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let program: String
        let run: @Sendable (_ gateway: Gateway, _ path: String, _ name: String) throws -> ToolResult
    }

    static let clients: [Client] = [
        Client(testDescription: "OpenSSH sftp", program: "sftp") { gateway, path, name in
            try gateway.sftp(["put \"\(path)\" \"/inbox/\(name)\""])
        },
        Client(testDescription: "OpenSSH scp", program: "scp") { gateway, path, name in
            try Tool.run("scp", gateway.options + [path, "\(Gateway.sidep)@127.0.0.1:/inbox/\(name)"])
        },
        Client(testDescription: "lftp", program: "lftp") { gateway, path, name in
            let options = gateway.options.dropLast(2).joined(separator: " ")
            let script =
                "set net:max-retries 2; set cmd:fail-exit yes; set sftp:connect-program \"ssh -a -x \(options)\"; "
                + "put \(path) -o /inbox/\(name); exit"
            return try Tool.run("lftp", ["-e", script, "-u", Gateway.sidep + ",", "sftp://127.0.0.1:\(gateway.port)"])
        },
        Client(testDescription: "lftp with a temporary name", program: "lftp") { gateway, path, name in
            let options = gateway.options.dropLast(2).joined(separator: " ")
            let script =
                "set net:max-retries 2; set cmd:fail-exit yes; set xfer:use-temp-file yes; "
                + "set sftp:connect-program \"ssh -a -x \(options)\"; put \(path) -o /inbox/\(name); exit"
            return try Tool.run("lftp", ["-e", script, "-u", Gateway.sidep + ",", "sftp://127.0.0.1:\(gateway.port)"])
        },
        Client(testDescription: "curl", program: "curl") { gateway, path, name in
            let key = Checkout.root + "/keys-example/producer/producer_ed25519_key.pub"
            return try Tool.run(
                "curl",
                [
                    "-sS", "-k", "--key", gateway.desk.file("producer_key"), "--pubkey", key, "-u", Gateway.sidep + ":",
                    "-T", path, "sftp://127.0.0.1:\(gateway.port)/inbox/\(name)",
                ])
        },
        Client(testDescription: "paramiko", program: python) { gateway, path, name in
            let script = """
                import sys, paramiko
                port, key, user, path, name = sys.argv[1:]
                transport = paramiko.Transport(('127.0.0.1', int(port)))
                transport.connect(username=user, pkey=paramiko.Ed25519Key.from_private_key_file(key))
                client = paramiko.SFTPClient.from_transport(transport)
                client.put(path, '/inbox/' + name)
                transport.close()
                """
            let key = gateway.desk.file("producer_key")
            return try Tool.run(python, ["-c", script, String(gateway.port), key, Gateway.sidep, path, name])
        },
        Client(testDescription: "PuTTY's psftp", program: "psftp") { gateway, path, name in
            let key = gateway.desk.file("producer.ppk")
            let made = try Tool.run("puttygen", [gateway.desk.file("producer_key"), "-O", "private", "-o", key])
            try #require(made.status == 0, "\(made.errors)")
            let host = try Tool.run("ssh-keygen", ["-lf", gateway.home + "/keys/host/ssh_host_ed25519_key.pub"])
            let fingerprint = host.output.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            return try Tool.run(
                "psftp",
                [
                    "-batch", "-hostkey", fingerprint, "-i", key, "-P", String(gateway.port), "-b",
                    try gateway.desk.write("batch", "put \"\(path)\" /inbox/\(name)\nquit\n"),
                    "\(Gateway.sidep)@127.0.0.1",
                ])
        },
    ]

    /// `.build/venv` below the checkout; not through URL, which would follow the link that makes it an environment.
    private static let python = Checkout.root + "/.build/venv/bin/python"

    static let present = clients.filter { Tool.find($0.program) != nil }

    @Test(arguments: present)
    func `a client of every kind sends a sealed drop, which is ingested as it was sent`(_ client: Client) throws {
        let gateway = try Gateway()
        try gateway.start()
        // Several SFTP packets, several age chunks.
        let path = try gateway.seal(Sidep.day(3000), "day.age")
        let result = try client.run(gateway, path, "SIDEP_20261120.csv.age")
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(try gateway.rows("sidep", "test") == 3000)
        #expect(gateway.uploads().isEmpty)
    }

    @Test func `a producer fetches receipts and convention over SFTP, byte for byte as they were signed`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(Sidep.day(10), "SIDEP_20261120.csv.age")
        let name = (receipt.path as NSString).lastPathComponent
        let result = try gateway.sftp([
            "get /receipts/\(name) got.json", "get /receipts/\(name).sig got.sig",
            "get /convention/allowed_signers signers", "get /convention/README.md guide",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let desk = gateway.desk
        let verified = try Tool.run(
            "ssh-keygen",
            [
                "-Y", "verify", "-f", desk.file("signers"), "-I", "ecluse", "-n", "ecluse-receipt", "-s",
                desk.file("got.sig"),
            ],
            stdin: try desk.read("got.json"))
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(String(decoding: try desk.read("guide"), as: UTF8.self).contains(try gateway.recipient))
    }
}
