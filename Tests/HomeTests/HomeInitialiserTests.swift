import Convention
import Envelope
import Foundation
import Home
import Pseudonymisation
import Support
import Testing

@Suite struct HomeInitialiserTests {
    @Test func `makes a home that opens with its keys`() throws {
        let temporary = try TemporaryHome()
        let home = try temporary.home()
        #expect(home.configuration == Configuration())
        let host = try home.keys.host()
        let identities = try home.keys.envelope().age
        #expect(identities.count == 1)
        let identity = try home.keys.identity(home.configuration)
        let rsa = try #require(try home.keys.hostRSA())
        #expect(identity.hostKeys.map(\.fingerprint) == [host.publicKey.fingerprint, rsa.publicKey.fingerprint])
        #expect(rsa.publicKey.bits == 3072)
        #expect(identity.recipient == identities.first?.recipient.description)
        #expect(identity.receiptKey == (try home.keys.receipt().publicKey.description))
        #expect(try home.keys.pseudonyms().domains == [])
    }

    @Test func `gives directories and keys to their owner alone`() throws {
        let temporary = try TemporaryHome()
        let files = try FileManager.default.subpathsOfDirectory(atPath: temporary.path)
        #expect(files.contains("journal/receiver"))
        for file in files where !file.hasSuffix(".pub") {
            let attributes = try FileManager.default.attributesOfItem(atPath: temporary.path + "/" + file)
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            #expect(mode & 0o077 == 0, "\(file)")
        }
    }

    @Test func `refuses to overwrite a home`() throws {
        let temporary = try TemporaryHome()
        #expect(fault { try HomeInitialiser.initialise(temporary.path, clock: TemporaryHome.now) } == .notEmpty)
    }

    @Test func `says that there is no home`() {
        #expect(fault { try Home("/nonexistent") }?.code == "home.not-found")
    }

    @Test func `makes keys that the usual tools read`() throws {
        let temporary = try TemporaryHome()
        let layout = HomeLayout(temporary.path)
        for (tool, arguments) in [
            ("/usr/bin/ssh-keygen", ["-y", "-f", layout.hostKey]),
            ("/usr/bin/ssh-keygen", ["-y", "-f", layout.hostRSAKey]),
            ("/usr/bin/ssh-keygen", ["-y", "-f", layout.receiptKey]),
        ] where FileManager.default.isExecutableFile(atPath: tool) {
            let process = Process()
            process.executableURL = URL(filePath: tool)
            process.arguments = arguments
            process.standardOutput = Pipe()
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }
}
