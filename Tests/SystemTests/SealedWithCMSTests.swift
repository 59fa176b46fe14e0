import Foundation
import Support
import TestSupport
import Testing

/// Drops sealed with the real `openssl cms` as the published guide says, through the real binary; and looked at with
/// `ecluse envelope`.
@Suite(.serialized) struct SealedWithCMSTests {
    private static let name = "SIDEP_20261120.csv.cms"

    /// A gateway whose convention takes age and CMS, and names the certificate `signer.pem` on the desk.
    private func gateway(in folder: TemporaryDirectory, required: Bool) throws -> Gateway {
        for name in ["signer", "stranger"] { try makeKey(name, in: folder) }
        let convention = try ChangedConvention.make(
            "sidep", table: "test", in: folder,
            convention: { object in
                object["drops"] = [
                    "envelopes": ["age", "cms"],
                    "signature": [
                        "required": required,
                        "signers": [
                            ["certificate": "signer.pem"],
                            ["ssh": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKuoXjSbNR1JujjW5+yB8w5oXpk5OMosymywzakE4FWx"],
                        ],
                    ],
                ]
                guard var tables = object["tables"] as? [[String: Any]] else { return }
                tables[0]["namePattern"] = #"SIDEP_\d{8}(_\d+)?\.csv\.(age|cms)"#
                object["tables"] = tables
            })
        try FileManager.default.copyItem(atPath: folder.file("signer.pem"), toPath: convention + "/signer.pem")
        return try Gateway(conventions: [convention])
    }

    private func makeKey(_ name: String, in folder: TemporaryDirectory) throws {
        let made = try Tool.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=\(name)",
                "-days", "30", "-keyout", folder.file(name + ".key"), "-out", folder.file(name + ".pem"),
            ])
        try #require(made.status == 0, "\(made.errors)")
    }

    private func seal(_ plain: [UInt8], _ gateway: Gateway, signer: String? = nil, in folder: TemporaryDirectory) throws
        -> [UInt8]
    {
        var content = plain
        if let signer {
            let signed = try Tool.run(
                "openssl",
                [
                    "cms", "-sign", "-binary", "-stream", "-nodetach", "-outform", "DER", "-md", "sha256", "-signer",
                    folder.file(signer + ".pem"), "-inkey", folder.file(signer + ".key"),
                ], stdin: plain)
            try #require(signed.status == 0, "\(signed.errors)")
            content = signed.stdout
        }
        let recipient = gateway.home + "/spool/\(Gateway.sidep)/convention/recipient.pem"
        let sealed = try Tool.run(
            "openssl",
            ["cms", "-encrypt", "-binary", "-stream", "-outform", "DER", "-aes-256-gcm", "-recip", recipient],
            stdin: content)
        try #require(sealed.status == 0, "\(sealed.errors)")
        return sealed.stdout
    }

    private func send(_ file: [UInt8], _ name: String, _ gateway: Gateway) throws -> Receipt {
        try gateway.put(try gateway.desk.write(name, file))
        return try gateway.outcome(of: name)
    }

    @Test func `a day sealed and signed as the guide says is ingested, and its receipt names the signer`() throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(in: folder, required: true)
        let guide = try gateway.text("spool/\(Gateway.sidep)/convention/README.md")
        #expect(guide.contains("openssl cms -encrypt") && guide.contains("-recip recipient.pem"))
        try gateway.start()
        let receipt = try send(
            try seal(Sidep.day(500), gateway, signer: "signer", in: folder), Self.name, gateway)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.json["signer"]?.string?.hasPrefix("certificate SHA256:") == true)
        #expect(try gateway.rows("sidep", "test") == 500)
    }

    @Test func `a drop that is changed, unsigned or signed by a stranger publishes nothing`() throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(in: folder, required: true)
        try gateway.start()
        let good = try seal(Sidep.day(500), gateway, signer: "signer", in: folder)
        var changed = good
        changed[changed.count / 2] ^= 1
        let cases: [(name: String, file: [UInt8], code: String)] = [
            ("SIDEP_20261101.csv.cms", changed, "envelope.content-altered"),
            ("SIDEP_20261102.csv.cms", Array(good.dropLast(5)), "envelope.truncated"),
            ("SIDEP_20261103.csv.cms", try seal(Sidep.day(5), gateway, in: folder), "envelope.signature-missing"),
            (
                "SIDEP_20261104.csv.cms", try seal(Sidep.day(5), gateway, signer: "stranger", in: folder),
                "envelope.signer-unknown"
            ),
        ]
        for item in cases {
            let receipt = try send(item.file, item.name, gateway)
            #expect(receipt.state == "rejected")
            #expect(receipt.reason == item.code)
            #expect(receipt.json["rules"]?.array?.isEmpty == true, "nothing is told of what was not proven")
        }
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
    }

    @Test(arguments: [["smime", "-sign"], ["cms", "-sign", "-nodetach", "-outform", "DER"]])
    func `a drop that is signed and not encrypted is not kept`(command: [String]) throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(in: folder, required: false)
        try gateway.start()
        let made = try Tool.run(
            "openssl", command + ["-signer", folder.file("signer.pem"), "-inkey", folder.file("signer.key")],
            stdin: Sidep.day(5))
        try #require(made.status == 0, "\(made.errors)")
        let receipt = try send(made.stdout, Self.name, gateway)
        #expect(["envelope.unsupported-mime", "envelope.not-sealed"].contains(receipt.reason))
        try gateway.stop()
        #expect(gateway.folder.allFiles().filter { $0.hasPrefix("home/archive/") }.isEmpty)
    }

    @Test func `the envelope commands tell format, recipient and outcome, and write no plaintext`() throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(in: folder, required: false)
        let plain = Sidep.day(5)
        let cms = try gateway.desk.write("day.cms", try seal(plain, gateway, in: folder))
        let age = try gateway.seal(plain, "day.age")
        let keys = gateway.home + "/keys/envelope/"
        let names = try FileManager.default.contentsOfDirectory(atPath: keys)
        let digest = try Tool.run("sha256sum", [], stdin: plain).output.prefix(64)
        for (file, suffix, kind) in [(cms, ".cmskey", "CMS"), (age, ".agekey", "age")] {
            let shown = try gateway.ecluse(["envelope", "inspect", file], atHome: false)
            #expect(shown.status == 0 && shown.output.contains(kind) && shown.output.contains("recipient: "))
            let key = keys + (try #require(names.first { $0.hasSuffix(suffix) }))
            let checked = try gateway.ecluse(["envelope", "check", "--identity", key, file, "--json"], atHome: false)
            #expect(checked.status == 0, "\(checked.errors)")
            let found = try JSONParser.parse(checked.stdout)["envelopes"]?.array?.first
            #expect(found?["outcome"]?.string == "whole" && found?["sha256"]?.string == String(digest))
            var damaged = try gateway.desk.read((file as NSString).lastPathComponent)
            damaged[damaged.count - 1] ^= 1
            let bad = try gateway.desk.write("damaged", damaged)
            let refused = try gateway.ecluse(["envelope", "check", "--identity", key, bad], atHome: false)
            #expect(refused.status == 1 && refused.output.contains("envelope."))
            #expect(!refused.output.contains(digest))
        }
        let text = try gateway.ecluse(["envelope", "inspect", try gateway.desk.write("plain", plain)], atHome: false)
        #expect(text.status == 1)
        let lost = try gateway.ecluse(["envelope", "check", "--identity", cms, cms], atHome: false)
        #expect(lost.status == 3, "\(lost.errors)")
    }
}
