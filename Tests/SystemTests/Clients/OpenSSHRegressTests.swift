import Foundation
import TestSupport
import Testing

/// The scripts of Debian's `openssh-tests`, run against `ecluse sftp-session` through `sftp -D`.
///
/// They take the server's files for their own; `Scripts/regress_sftp.py` says how that is met.
@Suite(.enabled(if: OpenSSHRegress.areInstalled, "Debian's openssh-tests is not installed"))
struct OpenSSHRegressTests {
    @Test(arguments: OpenSSHRegress.applicable) func `every piece holds but those that an upload account refuses`(
        _ script: OpenSSHRegress.Script
    ) throws {
        let gateway = try Gateway()
        let run = try OpenSSHRegress.run(script, gateway)
        #expect(run.pieces.count >= script.pieces, "\(run.result.errors)")
        let broken = Set(run.failures.map(\.piece))
        #expect(broken == Set(script.refused.keys), "\(run.failures)")
        #expect(gateway.uploads() == [])
    }

    @Test func `every script about SFTP is either run or named with the reason why not`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: OpenSSHRegress.folder)
            .filter { $0.hasSuffix(".sh") && ($0.contains("sftp") || $0.hasPrefix("scp")) }
        let known = OpenSSHRegress.applicable.map(\.name) + OpenSSHRegress.inapplicable.keys
        #expect(Set(names).subtracting(known) == [])
        #expect(known.count == Set(known).count)
    }
}

/// Which scripts apply to an account that uploads, and what of them does not.
enum OpenSSHRegress {
    static let folder = "/usr/lib/openssh/regress"
    static var areInstalled: Bool { FileManager.default.fileExists(atPath: folder + "/sftp-cmds.sh") }

    struct Script: Sendable, CustomTestStringConvertible {
        let name: String
        /// Least number of pieces that it must come to.
        let pieces: Int
        /// The folder of the view in which the script's own files are.
        var view = "receipts"
        /// Pieces that cannot hold here, each with the reason.
        var refused: [String: String] = [:]
        var testDescription: String { name }
    }

    static let applicable = [
        Script(name: "sftp.sh", pieces: 12), Script(name: "sftp-badcmds.sh", pieces: 7),
        Script(name: "sftp-batch.sh", pieces: 4), Script(name: "sftp-glob.sh", pieces: 15, view: "convention"),
        Script(
            name: "sftp-cmds.sh", pieces: 34,
            refused: [
                "put to directory": "the folders of an account are fixed: /inbox has none in it",
                "put to local dir": "the same: there is no folder to change to",
                "rename":
                    "what was handed over or is a receipt keeps its name; temporary names are ClientTests' matter",
                "rename directory": "there are no folders of the producer's",
                "ln": "hardlink@openssh.com is not announced: a drop has one name",
                "ln -s": "links are refused",
                "cp": "copy-data is not announced: nothing is read back",
            ]),
    ]

    static let inapplicable = [
        "sftp-perm.sh": "tries sftp-server's own options -R, -p and -P; rights here are a table, tried in SpoolTests",
        "sftp-chroot.sh":
            "tries internal-sftp below ChrootDirectory of the suite's own sshd; there is no path to leave here",
        "sftp-uri.sh": "tries the client's reading of sftp:// addresses against internal-sftp of the suite's own sshd",
        "ssh-com-sftp.sh": "wants a client of ssh.com",
        "scp.sh": "copies between folders of the server's and reads back; its SFTP half is ClientTests' scp",
        "scp3.sh": "copies from one server to another, with a shell on both",
        "scp-uri.sh": "tries the client's reading of scp:// addresses and reads back",
        "scp-ssh-wrapper.sh": "no test: the helper of scp.sh",
    ]

    struct Run {
        let result: ToolResult
        var pieces: [String] = []
        var failures: [(piece: String, check: String)] = []
    }

    /// Runs a script to its end, whatever fails on the way.
    static func run(_ script: Script, _ gateway: Gateway) throws -> Run {
        let account = "\(gateway.home)/spool/\(Gateway.sidep)"
        let own = "\(account)/\(script.view)"
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let server = try gateway.folder.write(
            "server",
            "#!/bin/sh\nexec \(binary) sftp-session --account \(Gateway.sidep) --home \(gateway.home) 2>/dev/null\n")
        unsafe chmod(server, 0o755)
        let data = "\(account)/convention/data"
        try Data(ClientDoor.noise.prefix(30_000)).write(to: URL(fileURLWithPath: data))
        let harness = Checkout.root + "/Tests/SystemTests/Clients/Scripts/regress.sh"
        let result = try Tool.run(
            "sh", [harness, "\(folder)/\(script.name)", own, data, server],
            environment: [
                "REGRESS_OBJ": own, "REGRESS_VIEW": "/" + script.view, "REGRESS_CONVENTION": account + "/convention",
                "REGRESS_INBOX": account + "/inbox", "SWIFT_BACKTRACE": "enable=no",
            ], timeout: 120)
        var run = Run(result: result)
        for line in result.output.split(separator: "\n") {
            if line.hasPrefix("piece: ") {
                run.pieces.append(line.components(separatedBy: ": ").last ?? "")
            } else if line.hasPrefix("failed: ") {
                run.failures.append((run.pieces.last ?? "", String(line.dropFirst(8))))
            }
        }
        return run
    }
}
