internal import Home
internal import Platform
internal import Support

/// The producer of the demonstration: a desk with a key, and `age`, `sftp` and `ssh-keygen` as they come with Debian.
final class DemoProducer {
    /// A receipt that was fetched.
    struct Receipt {
        let name: String
        let statement: JSONValue
        let text: String
        var isArrival: Bool { statement["kind"]?.string == "arrival" }
        var drop: String { statement["drop"]?["id"]?.string ?? "" }
        var state: String { statement["state"]?.string ?? "" }
    }

    private static let longestReceipt = 1 << 20
    private static let longestDrop = 1 << 30
    private static let configuration = "ssh.conf"
    private static let batch = ".batch"

    private let place: DemoPlace
    private let loop: DemoLoop
    private let screen: DemoScreen
    private let gateway: DemoGateway
    private let age: String
    private let sftp: String
    private let keygen: String

    /// The producer; fails where one of the tools is missing.
    init(_ place: DemoPlace, _ loop: DemoLoop, _ screen: DemoScreen, _ gateway: DemoGateway) throws {
        self.place = place
        self.loop = loop
        self.screen = screen
        self.gateway = gateway
        age = try DemoPlace.tool("age")
        sftp = try DemoPlace.tool("sftp")
        keygen = try DemoPlace.tool("ssh-keygen")
    }

    /// Puts the key on the desk, the gateway's host key among the known ones, and short names into the client's configuration.
    func settle() throws {
        let desk = try Directory(place.desk)
        let keys = try Directory(place.checkout + "/keys-example/producer")
        try desk.writeDurably("producer_key", keys.read("producer_ed25519_key", limit: 64 << 10))
        let host = try Directory(gateway.layout.hostKeys).read("ssh_host_ed25519_key.pub", limit: 64 << 10)
        try desk.writeDurably("known_hosts", Array("[127.0.0.1]:\(gateway.port) ".utf8) + host)
        let accounts = DemoGateway.conventions.map { "Host \($0)\n    User \($0)-test\n" }.joined()
        let shared = """
            Host *
                HostName 127.0.0.1
                Port \(gateway.port)
                IdentityFile "\(place.desk)/producer_key"
                IdentitiesOnly yes
                UserKnownHostsFile "\(place.desk)/known_hosts"
                StrictHostKeyChecking yes
                BatchMode yes
                LogLevel ERROR

            """
        try desk.writeDurably(DemoProducer.configuration, Array((accounts + shared).utf8))
    }

    /// Fetches what the convention's folder holds: recipient, keys, guide.
    func fetchConvention() throws {
        try transfer(["get /convention/* convention/"], account: "sidep")
        screen.command("ls convention")
        screen.quote(folding: try Directory(place.desk + "/convention").names().joined(separator: " "))
    }

    /// Seals the file `name` of the desk for the gateway.
    func seal(_ name: String) throws -> String {
        let sealed = name + ".age"
        screen.command("age -R convention/recipient.txt -o \(sealed) \(name)")
        let ended = try loop.run(age, ["-R", "convention/recipient.txt", "-o", sealed, name])
        guard ended.isSuccess else { throw failure("age", ended) }
        return sealed
    }

    /// Puts the sealed file into a folder of the account.
    func put(_ sealed: String, account: String, folder: String) throws {
        try transfer(["put \(sealed) /\(folder)/"], account: account)
    }

    /// Waits until an outcome receipt or quarantine notice lies in the account.
    func awaitOutcome(account: String) throws {
        let receipts = try Directory(gateway.layout.spool(account: account + "-test") + "/receipts")
        let watch = try FileWatch()
        try watch.add(gateway.layout.spool(account: account + "-test") + "/receipts")
        try loop.wait(for: "a receipt", watching: watch) {
            // The statement is put there last: whoever sees it finds the rest.
            try receipts.names().contains { name in
                name.hasSuffix(".json") && !name.hasPrefix(".") && !name.contains("-arrival-")
            }
        }
    }

    /// Fetches and acknowledges every receipt of the account, and verifies the signatures; in order of their numbers.
    func fetchReceipts(account: String, showsCommands: Bool) throws -> [Receipt] {
        try transfer(["get /receipts/* receipts/", "rm /receipts/*"], account: account, isShown: showsCommands)
        let folder = try Directory(place.desk + "/receipts")
        var receipts: [Receipt] = []
        for name in try folder.names() where name.hasSuffix(".json") {
            let text = String(name.dropLast(".json".count)) + ".txt"
            receipts.append(
                Receipt(
                    name: name, statement: try JSONParser.parse(folder.read(name, limit: DemoProducer.longestReceipt)),
                    text: String(decoding: try folder.read(text, limit: DemoProducer.longestReceipt), as: UTF8.self)))
            try verify(name, isShown: showsCommands && !name.contains("-arrival-"))
        }
        if !showsCommands {
            let numbers = receipts.map { String($0.name.prefix(4)) }.joined(separator: ", ")
            let what = receipts.count == 1 ? "receipt" : "receipts"
            screen.say("\(what) \(numbers) fetched with sftp, verified with ssh-keygen; the last one:")
        }
        // The desk's folder holds what is new only, so that the next fetch shows the next receipts.
        for name in try folder.names() { try folder.remove(name) }
        return receipts
    }

    /// Size of a file on the desk.
    func size(_ name: String) throws -> UInt64 { try Directory(place.desk).status(name)?.size ?? 0 }

    /// The bytes of a file on the desk.
    func read(_ name: String) throws -> [UInt8] {
        try Directory(place.desk).read(name, limit: DemoProducer.longestDrop)
    }

    /// Writes a file on the desk.
    func write(_ name: String, _ bytes: [UInt8]) throws { try Directory(place.desk).writeDurably(name, bytes) }

    /// How to connect by hand: the line to type.
    func connection(account: String) -> String { "sftp -F \(place.desk)/\(DemoProducer.configuration) \(account)" }

    /// Checks the signature of the receipt `name` with OpenSSH alone.
    private func verify(_ name: String, isShown: Bool) throws {
        let words = ["-Y", "verify", "-f", "convention/allowed_signers", "-I", "ecluse", "-n", "ecluse-receipt"]
        let ended = try loop.run(keygen, words + ["-s", "receipts/\(name).sig"], input: "receipts/" + name)
        if isShown {
            screen.command(
                "cd receipts; ssh-keygen -Y verify -f ../convention/allowed_signers -I ecluse -n ecluse-receipt \\")
            screen.say("      -s \(name).sig < \(name)")
        }
        guard ended.isSuccess else { throw failure("ssh-keygen", ended) }
        if isShown { screen.quote(text: ended.text) }
    }

    @discardableResult
    private func transfer(_ commands: [String], account: String, isShown: Bool = true) throws -> String {
        if isShown {
            screen.command("sftp -F \(DemoProducer.configuration) \(account)")
            screen.quote(commands.map { "sftp> " + $0 })
        }
        try write(DemoProducer.batch, Array((commands.joined(separator: "\n") + "\n").utf8))
        let ended = try loop.run(sftp, ["-F", DemoProducer.configuration, "-b", DemoProducer.batch, account])
        guard ended.isSuccess else { throw failure("sftp", ended) }
        return ended.text
    }

    private func failure(_ name: String, _ ended: DemoLoop.Ended) -> DemoFault {
        screen.quote(text: ended.text)
        return .commandFailed(name)
    }
}
