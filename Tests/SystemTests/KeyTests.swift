import Foundation
import Support
import TestSupport
import Testing

/// Keys that a gateway refuses to start with, and what the doctor finds.
@Suite(.serialized) struct KeyTests {
    /// A home for service, without conventions: nothing of the demonstration is allowed in it.
    private static func serviceHome() throws -> (folder: TemporaryDirectory, home: String) {
        let folder = try TemporaryDirectory()
        let home = folder.file("home")
        let made = try ecluse(["init", home])
        try #require(made.status == 0, "\(made.errors)")
        let path = home + "/ecluse.json5"
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "// address: \"0.0.0.0\"", with: "address: \"127.0.0.1\"")
            .replacingOccurrences(of: "// port: 2222", with: "port: 0")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return (folder, home)
    }

    private static func ecluse(_ arguments: [String]) throws -> ToolResult {
        try Tool.run(try #require(EcluseBinary.path, "the program is not built"), arguments)
    }

    /// Where an example key goes, and which role needs it.
    static let examples: [(file: String, place: String, role: [String])] = [
        ("host/ssh_host_ed25519_key", "host/ssh_host_ed25519_key", ["receive"]),
        ("host/ssh_host_rsa_key", "host/ssh_host_rsa_key", ["receive"]),
        ("envelope/example.agekey", "envelope/2099-01-01.agekey", ["ingest", "--once"]),
        ("receipt/receipt_ed25519_key", "receipt/receipt_ed25519_key", ["ingest", "--once"]),
        ("pseudonym/sidep-person.1", "pseudonym/sidep-person.1", ["ingest", "--once"]),
    ]

    @Test(arguments: examples.indices)
    func `no role starts with an example key outside the demo, whatever it is called`(
        _ index: Int
    ) throws {
        let example = Self.examples[index]
        let (folder, home) = try Self.serviceHome()
        if example.role[0] == "ingest" { #expect(try Self.ecluse(example.role + ["--home", home]).status == 0) }
        let place = home + "/keys/" + example.place
        try? FileManager.default.removeItem(atPath: place)
        try folder.write("home/keys/" + example.place, try Checkout.read("keys-example/" + example.file))
        unsafe chmod(place, 0o600)
        let refused = try Self.ecluse(example.role + ["--home", home])
        #expect(refused.status == 3, "\(refused.output) \(refused.errors)")
        #expect(refused.errors.contains("[home.example-key]"), "\(refused.errors)")
        #expect(refused.errors.contains(example.place))
    }

    @Test func `a convention whose account holds the example producer key does not get in outside the demo`() throws {
        let (folder, home) = try Self.serviceHome()
        defer { _ = folder }
        let path = home + "/ecluse.json5"
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "// allowUnsigned: false", with: "allowUnsigned: true")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try Self.ecluse(["convention", "add", Checkout.root + "/Conventions/sidep", "--home", home])
        #expect(refused.status == 3)
        #expect(refused.errors.contains("[home.example-key]"), "\(refused.errors)")
    }

    /// Key files and the command that needs them.
    static let files: [(file: String, command: [String])] = [
        ("host/ssh_host_ed25519_key", ["receive"]), ("host/ssh_host_rsa_key", ["receive"]),
        ("envelope/example.agekey", ["ingest", "--once"]),
        ("receipt/receipt_ed25519_key", ["ingest", "--once"]), ("pseudonym/sidep-person.1", ["ingest", "--once"]),
    ]

    @Test(arguments: files.indices)
    func `a key that others may read stops the role that needs it, and the doctor names it`(
        _ index: Int
    ) throws {
        let (file, command) = Self.files[index]
        let gateway = try Gateway()
        #expect(try gateway.ecluse(["doctor"]).status == 0)
        unsafe chmod(gateway.home + "/keys/" + file, 0o644)
        let refused = try gateway.ecluse(command)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("[home.key-permissions]"), "\(refused.errors)")
        let found = try gateway.ecluse(["doctor"])
        #expect(found.status == 1)
        #expect(found.output.contains("keys/" + file) && found.output.contains("chmod 0600"))
        let json = try gateway.json(["doctor"]).array ?? []
        #expect(json.contains { $0["check"]?.string == "keys: rights" && $0["status"]?.string == "problem" })
    }

    @Test(arguments: files.indices) func `a missing or broken key is said, and no value of it`(_ index: Int) throws {
        let (file, command) = Self.files[index]
        let gateway = try Gateway()
        let path = gateway.home + "/keys/" + file
        let secret = "not-a-key-but-a-secret"
        try secret.write(toFile: path, atomically: true, encoding: .utf8)
        unsafe chmod(path, 0o600)
        let broken = try gateway.ecluse(command)
        #expect(broken.status == 3, "\(broken.errors)")
        #expect(!broken.errors.contains(secret))
        #expect(broken.errors.contains("["))
    }

    @Test func `init never overwrites, makes keys for their owner alone, and different ones each time`() throws {
        let (folder, home) = try Self.serviceHome()
        let again = try Self.ecluse(["init", home])
        #expect(again.status == 3)
        #expect(again.errors.contains("[home.not-empty]"))
        for file in folder.allFiles() where file.contains("/keys/") && !file.hasSuffix(".pub") {
            let rights = try FileManager.default.attributesOfItem(atPath: folder.file(file))[.posixPermissions] as? Int
            #expect(rights == 0o600, "\(file)")
        }
        let (otherFolder, other) = try Self.serviceHome()
        defer { _ = otherFolder }
        for key in ["host/ssh_host_ed25519_key", "receipt/receipt_ed25519_key"] {
            let pair = try [home, other].map { try String(contentsOfFile: $0 + "/keys/" + key, encoding: .utf8) }
            #expect(pair[0] != pair[1])
        }
    }

    @Test func `init makes a secret for each pseudonym domain of the conventions`() throws {
        let folder = try TemporaryDirectory()
        let made = try Self.ecluse([
            "init", folder.file("home"), "--demo", "--convention", Checkout.root + "/Conventions/sidep",
        ])
        #expect(made.status == 0, "\(made.errors)")
        let secret = String(decoding: try folder.read("home/keys/pseudonym/sidep-person.1"), as: UTF8.self)
        #expect(secret.hasPrefix("ecluse-pseudonym-secret-1 domain=sidep-person epoch=1\n"))
        #expect(secret != (try Checkout.text("keys-example/pseudonym/sidep-person.1")))
    }

    @Test func `a wrong setting is named with its place and nothing starts`() throws {
        let (folder, home) = try Self.serviceHome()
        defer { _ = folder }
        let path = home + "/ecluse.json5"
        let text = try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(
            of: "port: 0", with: "prot: 0")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try Self.ecluse(["run", "--home", home])
        #expect(refused.status == 3)
        #expect(refused.errors.contains("prot"), "\(refused.errors)")
    }

    @Test func `the doctor says ok, or what to do`() throws {
        let gateway = try Gateway()
        let checks = try gateway.json(["doctor"]).array ?? []
        #expect(checks.count > 10)
        for check in checks {
            let status = check["status"]?.string
            #expect(["ok", "warning", "problem"].contains(status))
            #expect((check["advice"]?.string ?? "").isEmpty == (status == "ok"))
        }
        try FileManager.default.removeItem(atPath: gateway.home + "/archive")
        let found = try gateway.ecluse(["doctor"])
        #expect(found.status == 1)
        #expect(found.output.contains("archive") && found.output.contains("ecluse init"))
    }
}
