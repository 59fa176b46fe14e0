import Foundation
import Platform
import Support
import TestSupport
import Testing

/// Drops with their signature in a file beside them, made with the real `ssh-keygen`, through the real gateway.
@Suite(.serialized) struct SignatureBesideTests {
    static let points = CrashPoint.allCases.filter { $0.rawValue.hasPrefix("ingester.signature-") }
    private static let drop = "SIDEP_20261120.csv.age"
    private static let signature = drop + ".sig"

    /// A gateway whose convention wants a signature by the key `signer` of the desk, or by `ended`, which is over.
    private func gateway(minutes: Int? = nil) throws -> Gateway {
        let folder = try TemporaryDirectory()
        var lines: [String: String] = [:]
        for name in ["signer", "ended", "stranger"] {
            let made = try Tool.run(
                "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder.file(name)])
            try #require(made.status == 0, "\(made.errors)")
            let line = String(decoding: try folder.read(name + ".pub"), as: UTF8.self)
            lines[name] = line.trimmingCharacters(in: .newlines)
        }
        let (signer, ended) = (lines["signer"] ?? "", lines["ended"] ?? "")
        let convention = try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            convention["drops"] = [
                "envelopes": ["age"],
                "signature": ["required": true, "signers": [["ssh": signer], ["ssh": ended, "until": "2020-12-31"]]],
            ]
        }
        let gateway = try Gateway(conventions: [convention])
        for name in ["signer", "ended", "stranger"] {
            unsafe chmod(try gateway.desk.write(name, try folder.read(name)), 0o600)
        }
        if let minutes { try gateway.configure("signatureMinutes", String(minutes)) }
        return gateway
    }

    /// Signs the file at `path` with a key of the desk, as the guide says, and gives the path of the signature.
    private func sign(_ gateway: Gateway, _ path: String, key: String = "signer", purpose: String = "ecluse-drop")
        throws
        -> String
    {
        try? FileManager.default.removeItem(atPath: path + ".sig")
        let signed = try Tool.run(
            "ssh-keygen", ["-q", "-Y", "sign", "-n", purpose, "-f", gateway.desk.file(key), path])
        try #require(signed.status == 0, "\(signed.errors)")
        return path + ".sig"
    }

    private func upload(_ gateway: Gateway, _ paths: [String]) throws {
        try gateway.start(["receive"])
        for path in paths { try gateway.put(path) }
        try gateway.stop()
    }

    @Test(arguments: [false, true])
    func `a drop and its signature are one, whichever comes first`(signatureFirst: Bool) throws {
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(20), Self.drop)
        let files = [path, try sign(gateway, path)]
        try upload(gateway, signatureFirst ? [files[1]] : [files[0]])
        try gateway.ingestOnce()
        #expect(gateway.receiptsNow().filter { $0.kind == "outcome" }.isEmpty, "it waits for the other")
        try upload(gateway, signatureFirst ? [files[0]] : [files[1]])
        try gateway.ingestOnce()
        try gateway.expectSound([Self.drop: "ingested"], rows: 20, "signed")
        let receipt = try gateway.outcome(of: Self.drop)
        #expect(receipt.json["signer"]?.string?.hasPrefix("ssh SHA256:") == true)
        #expect(receipt.json["signatureFile"]?["fileName"]?.string == Self.signature)
        let archived = try gateway.folder.read("home/archive/\(Gateway.sidep)/\(receipt.drop).sealed.sig")
        #expect(try archived == gateway.desk.read(Self.signature))
        let expected = try gateway.text("spool/\(Gateway.sidep)/convention/README.md")
        #expect(expected.contains("ssh-keygen -Y sign -n ecluse-drop"))
    }

    @Test func `both sent together to a running gateway are ingested`() throws {
        let gateway = try gateway()
        try gateway.start()
        let path = try gateway.seal(Sidep.day(10), Self.drop)
        try gateway.put(path)
        try gateway.put(try sign(gateway, path))
        #expect(try gateway.outcome(of: Self.drop).state == "ingested")
        try gateway.stop()
        #expect(gateway.receiptsNow().count == 2)
    }

    private static let refused: [(key: String, purpose: String, other: Bool, code: String)] = [
        ("stranger", "ecluse-drop", false, "envelope.signer-unknown"),
        ("ended", "ecluse-drop", false, "envelope.signer-expired"),
        ("signer", "ecluse-drop", true, "envelope.signature-wrong"),
        ("signer", "file", false, "envelope.signature-wrong"),
    ]

    @Test(arguments: refused.indices)
    func `a signature by another, too late, of another file or for another purpose publishes nothing`(index: Int) throws
    {
        let (key, purpose, other, code) = Self.refused[index]
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(20), Self.drop)
        let signature = try sign(gateway, path, key: key, purpose: purpose)
        if other { _ = try gateway.seal(Sidep.day(20), Self.drop) }
        try upload(gateway, [path, signature])
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: Self.drop)
        #expect(receipt.state == "rejected" && receipt.reasons == [code])
        try gateway.expectSound([Self.drop: "rejected"], rows: 0, code)
        #expect(gateway.dataFiles().isEmpty)
    }

    @Test(arguments: ["no signature at all\n", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"])
    func `what is no signature publishes nothing`(text: String) throws {
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(20), Self.drop)
        let long = text + String(repeating: "x", count: text.count < 30 ? 100_000 : 0)
        try upload(gateway, [path, try gateway.desk.write(Self.signature, long)])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: Self.drop).reasons == ["envelope.signature-malformed"])
        try gateway.expectSound([Self.drop: "rejected"], rows: 0, "malformed")
    }

    @Test func `a drop whose signature does not come in time, and a signature without its drop, are refused`() throws {
        let gateway = try gateway(minutes: 0)
        let path = try gateway.seal(Sidep.day(20), Self.drop)
        try upload(gateway, [path])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: Self.drop).reasons == ["envelope.signature-missing"])
        try upload(gateway, [try sign(gateway, path)])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: Self.signature).reasons == ["drop.signature-alone"])
        #expect(try gateway.knownDrops().map(\.state) == ["rejected", "rejected"])
        #expect(gateway.receiptsNow().count == 4 && gateway.inbox().isEmpty)
        #expect(gateway.dataFiles().isEmpty)
        // Sent again with its signature it is no duplicate.
        let again = try gateway.desk.write("SIDEP_20261120_2.csv.age", try gateway.desk.read(Self.drop))
        try upload(gateway, [try sign(gateway, again), again])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: "SIDEP_20261120_2.csv.age").state == "ingested")
    }

    @Test func `the producer's check judges the signature beside the file as the gateway does`() throws {
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(5), Self.drop)
        let keys = gateway.home + "/keys/envelope/"
        let names = try FileManager.default.contentsOfDirectory(atPath: keys)
        let key = keys + (try #require(names.first { $0.hasSuffix(".agekey") }))
        let options = ["--identity", key, "--convention", gateway.home + "/conventions/sidep/1", path]
        func check() throws -> ToolResult { try gateway.ecluse(["envelope", "check"] + options, atHome: false) }
        #expect(try check().status == 1)
        _ = try sign(gateway, path)
        let good = try check()
        #expect(good.status == 0 && good.output.contains("signer: ssh SHA256:"), "\(good.output)\(good.errors)")
        _ = try sign(gateway, path, key: "stranger")
        #expect(try check().status == 1, "a stranger's")
        _ = try sign(gateway, path)
        _ = try gateway.seal(Sidep.day(6), Self.drop)
        #expect(try check().status == 1, "it signs another file")
    }

    private static let crashPoints: [CrashPoint] =
        points + [
            .dropRegistered, .processingStarted, .tableCommitted, .outcomeRecorded, .originalArchived, .inboxCleared,
        ]

    @Test(arguments: crashPoints, [false, true])
    func `an ingester killed at any step of a signed drop loses neither file`(_ point: CrashPoint, signatureFirst: Bool)
        throws
    {
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(20), Self.drop)
        let files = [path, try sign(gateway, path)]
        try upload(gateway, signatureFirst ? files.reversed() : files)
        let killed = try gateway.ecluse(["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": point.rawValue])
        #expect(killed.status == 137, "\(killed.errors)")
        try gateway.ingestOnce()
        try gateway.expectSound([Self.drop: "ingested"], rows: 20, point.rawValue)
        let receipt = try gateway.outcome(of: Self.drop)
        #expect(receipt.json["signatureFile"]?["fileName"]?.string == Self.signature)
        let archived = try gateway.folder.read("home/archive/\(Gateway.sidep)/\(receipt.drop).sealed.sig")
        #expect(try archived == gateway.desk.read(Self.signature))
    }
}
