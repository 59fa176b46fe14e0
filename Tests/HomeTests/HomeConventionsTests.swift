import Convention
import Envelope
import Foundation
import Home
import Pseudonymisation
import Support
import Testing

@Suite struct HomeConventionsTests {
    private static let unsigned: [String: JSONValue] = ["conventions.allowUnsigned": true]

    @Test func `adds a convention with its pseudonym secrets, and twice is once`() throws {
        let temporary = try TemporaryHome(Self.unsigned)
        let home = try temporary.home()
        let folder = try temporary.convention("sidep")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try home.addConvention(folder).id == "sidep")
        let secret = try #require(try home.keys.pseudonyms().current("sidep-person"))
        #expect(secret.epoch == 1)
        let before = try Data(contentsOf: URL(filePath: home.layout.pseudonymKeys + "/sidep-person.1"))
        _ = try home.addConvention(folder)
        #expect(try Data(contentsOf: URL(filePath: home.layout.pseudonymKeys + "/sidep-person.1")) == before)
        #expect(try home.conventions().ids == ["sidep"])
    }

    @Test func `refuses other content under an installed version`() throws {
        let temporary = try TemporaryHome(Self.unsigned)
        let home = try temporary.home()
        let folder = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try home.addConvention(folder)
        try Data("changed".utf8).write(to: URL(filePath: folder + "/README.md"))
        #expect(fault { try home.addConvention(folder) } == .versionTaken(id: "oscour", version: 1))
    }

    @Test func `refuses a version that would change the type of a column, at installation and at start`() throws {
        let temporary = try TemporaryHome(Self.unsigned)
        let home = try temporary.home()
        let folder = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try home.addConvention(folder)
        func change(_ file: String, _ find: String, _ put: String) throws {
            let url = URL(filePath: folder + "/" + file)
            let text = try String(contentsOf: url, encoding: .utf8)
            try #require(text.contains(find))
            try Data(text.replacing(find, with: put, maxReplacements: 1).utf8).write(to: url)
        }
        try change("convention.json", "\"version\": 1", "\"version\": 2")
        let schema = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".schema.json") })
        try change(schema, "\"kind\": \"toHour\"", "\"kind\": \"toDate\"")
        let refused = try #require(fault { try home.addConvention(folder) })
        #expect(refused.code == "home.column-conflict")
        #expect(refused.arguments["earlier"] == "oscour 1")
        #expect(refused.arguments["later"] == "oscour 2")
        #expect(try home.conventions().conventions.map(\.version) == [1])
        try FileManager.default.copyItem(atPath: folder, toPath: home.layout.convention("oscour", version: 2))
        #expect(fault { try home.conventions() }?.code == "home.column-conflict")
    }

    @Test func `refuses the example producer key outside the demo`() throws {
        let folder = TemporaryHome.project.appending(path: "Conventions/sidep").path
        let real = try TemporaryHome(Self.unsigned)
        #expect(fault { try real.home().addConvention(folder) }?.code == "home.example-key")
        let demo = try TemporaryHome(
            TemporaryHome.demo.merging(Self.unsigned) { _, unsigned in unsigned })
        #expect(try demo.home().addConvention(folder).id == "sidep")
    }

    @Test func `refuses a folder with errors and lists them`() throws {
        let temporary = try TemporaryHome(Self.unsigned)
        let folder = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.removeItem(atPath: folder + "/sexe.codes.csv")
        let problems = fault { try temporary.home().addConvention(folder) }?.problems ?? []
        #expect(problems.map(\.code) == ["convention.missing-file"])
    }

    @Test func `takes a signed convention and refuses an unsigned or altered one`() throws {
        let temporary = try TemporaryHome()
        let home = try temporary.home()
        let folder = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(fault { try home.addConvention(folder) }?.code == "home.unsigned")
        let key = try SSHPrivateKey.generate()
        let manifest = try ConventionSignature.manifest(try ConventionFolder.read(folder))
        let signature = try SSHSignature.sign(message: manifest, namespace: ConventionSignature.namespace, key: key)
        try Data(signature).write(to: URL(filePath: folder + "/" + ConventionSignature.fileName))
        #expect(fault { try home.addConvention(folder) }?.code == "home.signature-wrong")
        try Data("\(key.publicKey) signer\n".utf8).write(
            to: URL(filePath: home.layout.conventionSigners + "/signer.pub"))
        _ = try home.addConvention(folder)
        #expect(try home.conventions().ids == ["oscour"])
        let installed = home.layout.convention("oscour", version: 1) + "/sexe.codes.csv"
        try Data("code;label\nM;m\n".utf8).write(to: URL(filePath: installed))
        #expect(fault { try home.conventions() }?.code == "home.signature-wrong")
    }

    @Test func `says who signed a folder, and whether it was changed since`() throws {
        let temporary = try TemporaryHome()
        let folder = try temporary.convention("oscour")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files = try ConventionFolder.read(folder)
        #expect(ConventionSignature.finding(files) == .unsigned)
        let key = try SSHPrivateKey.generate()
        let manifest = try ConventionSignature.manifest(files)
        files[ConventionSignature.fileName] = try SSHSignature.sign(
            message: manifest, namespace: ConventionSignature.namespace, key: key)
        #expect(ConventionSignature.finding(files) == .signed(by: key.publicKey))
        for name in files.keys where name != ConventionSignature.fileName {
            var changed = files
            changed[name]?.append(10)
            #expect(ConventionSignature.finding(changed) == .wrong, "\(name)")
        }
        files["more.codes.csv"] = Array("code;label\n".utf8)
        #expect(ConventionSignature.finding(files) == .wrong)
    }

    @Test func `an example key signs conventions in a demonstration alone`() throws {
        let example = try Data(
            contentsOf: TemporaryHome.project.appending(path: "keys-example/producer/producer_ed25519_key.pub"))
        for (changes, count) in [([:], 0), (TemporaryHome.demo, 1)] {
            let temporary = try TemporaryHome(changes)
            let home = try temporary.home()
            try example.write(to: URL(filePath: home.layout.conventionSigners + "/example.pub"))
            #expect(try home.conventionSigners().count == count)
            withExtendedLifetime(temporary) {}
        }
    }

    @Test func `publishes guide, recipient and receipt key to the producer`() throws {
        let temporary = try TemporaryHome(Self.unsigned)
        let home = try temporary.home()
        let folder = try temporary.convention("sidep")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let convention = try home.addConvention(folder)
        let files = try home.publication(convention, account: "sidep-test", on: convention.validFrom)
        let guide = String(decoding: files["README.md"] ?? [], as: UTF8.self)
        let recipient = try home.keys.identity(home.configuration).recipient
        #expect(guide.contains("age -r \(recipient)"))
        #expect(files["recipient.txt"] == Array((recipient + "\n").utf8))
        #expect(files["test.schema.json"] != nil)
        let hosts = String(decoding: files["known_hosts"] ?? [], as: UTF8.self).split(separator: "\n")
        #expect(
            hosts.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "[localhost]:2222 ssh-ed25519", "[localhost]:2222 ssh-rsa",
            ])
        for key in try home.keys.identity(home.configuration).hostKeys { #expect(guide.contains(key.fingerprint)) }
        #expect(files["allowed_signers"]?.starts(with: Array("ecluse ssh-ed25519 ".utf8)) == true)
    }

    @Test func `has a sentence for every fault in both languages`() {
        for message in HomeMessages.table.all {
            #expect(!message.french.isEmpty)
            #expect(!message.english.isEmpty)
        }
        #expect(HomeMessages.table[HomeFault.notEmpty.code] != nil)
    }
}
