import Foundation
import Support
import TestSupport
import Testing

/// Drops sealed and signed with the real `gpg`, by the line of the guide, through the real gateway.
@Suite(.serialized, .enabled(if: Tool.find("gpg") != nil, "the Debian package gnupg is not installed"))
struct OpenPGPDropTests {
    private static let drop = "SIDEP_20261120.csv.pgp"

    /// GnuPG on the producer's side, with a signer whom the convention names and a stranger.
    private final class Producer {
        let folder: TemporaryDirectory

        init() throws {
            folder = try TemporaryDirectory()
            try FileManager.default.createDirectory(
                atPath: folder.file("gnupg"), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
            for name in ["signer", "stranger"] {
                try gpg(["--quick-gen-key", name, "ed25519", "sign", "never"])
                try gpg(["--armor", "--output", folder.file(name + ".asc"), "--export", "=" + name])
            }
        }

        deinit { _ = try? Tool.run("gpgconf", ["--homedir", folder.file("gnupg"), "--kill", "all"]) }

        @discardableResult
        func gpg(_ options: [String], directory: String? = nil) throws -> ToolResult {
            let result = try Tool.run(
                "gpg",
                ["--homedir", folder.file("gnupg"), "--batch", "--quiet", "--no-tty", "--yes"]
                    + ["--pinentry-mode", "loopback", "--passphrase", ""] + options, directory: directory)
            try #require(result.status == 0, "gpg: \(result.errors)")
            return result
        }
    }

    private func gateway(_ producer: Producer) throws -> Gateway {
        let convention = try ChangedConvention.make("sidep", table: "test", in: producer.folder) { convention in
            convention["drops"] = [
                "envelopes": ["openpgp"], "signature": ["required": true, "signers": [["openpgp": "signer.asc"]]],
            ]
            guard var tables = convention["tables"] as? [ChangedConvention.Object] else { return }
            tables[0]["namePattern"] = #"SIDEP_\d{8}(_\d+)?\.csv\.pgp"#
            tables[0]["nameExample"] = "SIDEP_20260115.csv.pgp"
            convention["tables"] = tables
        }
        try FileManager.default.copyItem(
            atPath: producer.folder.file("signer.asc"), toPath: convention + "/signer.asc")
        let gateway = try Gateway(conventions: [convention])
        let name = "/recipient.asc"
        try gateway.ecluse(["ingest", "--once"])
        try gateway.start()
        let published = try gateway.folder.read("home/spool/\(Gateway.sidep)/convention" + name)
        try gateway.desk.write("recipient.asc", published)
        return gateway
    }

    /// The line of the guide, with the user named.
    private func seal(_ producer: Producer, _ gateway: Gateway, _ plain: [UInt8], user: String?) throws -> String {
        try gateway.desk.write("plain.csv", plain)
        let sign = user.map { ["--sign", "-u", "=" + $0] } ?? []
        try producer.gpg(
            ["--encrypt"] + sign + ["--recipient-file", "recipient.asc", "--output", Self.drop, "plain.csv"],
            directory: gateway.desk.path)
        return gateway.desk.file(Self.drop)
    }

    @Test func `what gpg sealed and signed is ingested, and its signer named`() throws {
        let producer = try Producer()
        let gateway = try gateway(producer)
        let guide = try gateway.text("spool/\(Gateway.sidep)/convention/README.md")
        #expect(
            guide.contains(
                "gpg --encrypt --sign --recipient-file recipient.asc --output SIDEP_20260115.csv.pgp SIDEP_20260115.csv"
            ))
        try gateway.put(try seal(producer, gateway, Sidep.day(3000), user: "signer"))
        let receipt = try gateway.outcome(of: Self.drop)
        #expect(receipt.state == "ingested")
        #expect(receipt.json["signer"]?.string?.hasPrefix("openpgp ") == true)
        try gateway.stop()
        #expect(try gateway.rows("sidep", "test") == 3000)
    }

    private static let refused: [(user: String?, code: String)] = [
        (nil, "envelope.signature-missing"), ("stranger", "envelope.signer-unknown"),
    ]

    @Test(arguments: refused.indices)
    func `a drop without a signature or with a stranger's publishes nothing`(index: Int) throws {
        let producer = try Producer()
        let gateway = try gateway(producer)
        try gateway.put(try seal(producer, gateway, Sidep.day(30), user: Self.refused[index].user))
        let receipt = try gateway.outcome(of: Self.drop)
        #expect(receipt.state == "rejected" && receipt.reasons == [Self.refused[index].code])
        try gateway.stop()
        #expect(try gateway.rows("sidep", "test") == 0 && gateway.dataFiles().isEmpty)
    }

    @Test func `a drop that is signed and not encrypted is not kept`() throws {
        let producer = try Producer()
        let gateway = try gateway(producer)
        try gateway.desk.write("plain.csv", Sidep.day(5))
        try producer.gpg(
            ["--armor", "--sign", "-u", "=signer", "--output", Self.drop, "plain.csv"], directory: gateway.desk.path)
        try gateway.put(gateway.desk.file(Self.drop))
        #expect(try gateway.outcome(of: Self.drop).reason == "envelope.not-sealed")
        try gateway.stop()
        #expect(gateway.folder.allFiles().filter { $0.hasPrefix("home/archive/") }.isEmpty)
    }

    @Test func `a drop that was altered or cut on its way publishes nothing`() throws {
        let producer = try Producer()
        let gateway = try gateway(producer)
        _ = try seal(producer, gateway, Sidep.day(30), user: "signer")
        let whole = try gateway.desk.read(Self.drop)
        for (number, length) in [whole.count, whole.count - 1].enumerated() {
            var altered = Array(whole[..<length])
            if number == 0 { altered[whole.count - 30] ^= 1 }
            let name = "SIDEP_2026112\(number).csv.pgp"
            try gateway.put(try gateway.desk.write(name, altered))
            let receipt = try gateway.outcome(of: name)
            #expect(receipt.state == "rejected")
            #expect(["envelope.openpgp-altered", "envelope.truncated"].contains(receipt.reason))
        }
        try gateway.stop()
        #expect(try gateway.rows("sidep", "test") == 0 && gateway.dataFiles().isEmpty)
    }
}
