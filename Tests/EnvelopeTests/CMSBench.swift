import Envelope
import Foundation
import Support
import Testing

/// Keys and certificates of a gateway, made by the real `openssl`, and what is sealed to them.
final class CMSBench {
    /// A moment at which the certificates are valid, whenever in the run they are made.
    static let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 3600)
    static let canRun = Tool.exists("openssl")

    private static let keyOptions: [String: [String]] = [
        "rsa": ["rsa:2048"], "p256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "p384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "ed25519": ["ed25519"],
    ]

    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    func path(_ name: String) -> String { scratch.path(name) }

    @discardableResult
    func openssl(_ arguments: [String]) throws -> String {
        let result = try Tool.run("openssl", arguments)
        try #require(result.status == 0, "openssl \(arguments): \(result.output)")
        return result.output
    }

    /// Makes the key `name.key` and its self-signed certificate `name.pem`.
    func makeKey(_ name: String, _ kind: String, _ extra: [String] = []) throws {
        try openssl(
            [
                "req", "-x509", "-nodes", "-subj", "/CN=\(name)", "-keyout", path(name + ".key"), "-out",
                path(name + ".pem"),
            ]
                + ["-days", "30", "-newkey"] + (try #require(CMSBench.keyOptions[kind])) + extra)
    }

    /// Makes the X25519 key `name.key` and a certificate of it, which another key must sign.
    func makeX25519(_ name: String) throws {
        try makeKey("issuer", "p256")
        try openssl(["genpkey", "-algorithm", "X25519", "-out", path(name + ".key")])
        try openssl(["pkey", "-in", path(name + ".key"), "-pubout", "-out", path(name + ".pub")])
        _ = try scratch.write("ski.cnf", Array("subjectKeyIdentifier=hash\n".utf8))
        try makeKey("carrier", "p256")
        try openssl([
            "x509", "-new", "-force_pubkey", path(name + ".pub"), "-subj", "/CN=\(name)", "-CA", path("issuer.pem"),
            "-CAkey", path("issuer.key"), "-out", path(name + ".pem"), "-days", "30", "-extfile", path("ski.cnf"),
        ])
    }

    /// Makes the key `name.key` and a certificate that the authority `by` issued, with the extensions `extensions`.
    func issue(_ name: String, by authority: String, _ extensions: String, days: Int = 30) throws {
        try openssl([
            "req", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=\(name)", "-keyout", path(name + ".key"), "-out",
            path(name + ".csr"),
        ])
        _ = try scratch.write(name + ".cnf", Array((extensions + "\n").utf8))
        try openssl([
            "x509", "-req", "-in", path(name + ".csr"), "-CA", path(authority + ".pem"), "-CAkey",
            path(authority + ".key"), "-CAcreateserial", "-out", path(name + ".pem"), "-days", String(days), "-extfile",
            path(name + ".cnf"),
        ])
    }

    /// The list of the authority `by` that revokes the certificates `names`, to be replaced after `days`.
    func revoke(_ names: [String], by authority: String, days: Int, _ form: String = "PEM") throws -> [UInt8] {
        let entries = try names.map { name in
            let serial = try openssl(["x509", "-in", path(name + ".pem"), "-noout", "-serial"])
                .split(separator: "=").last.map { String($0).trimmingCharacters(in: .whitespacesAndNewlines) }
            return "R\t491231235959Z\t260101000000Z\t\(serial ?? "")\tunknown\t/CN=\(name)\n"
        }
        let database = try scratch.write("index.txt", Array(entries.joined().utf8))
        let configuration = try scratch.write(
            "ca.cnf", Array("[ca]\ndefault_ca=own\n[own]\ndatabase=\(database)\ndefault_md=sha256\n".utf8))
        try openssl([
            "ca", "-gencrl", "-config", configuration, "-cert", path(authority + ".pem"), "-keyfile",
            path(authority + ".key"), "-crldays", String(days), "-out", path("list.pem"),
        ])
        try openssl(["crl", "-in", path("list.pem"), "-outform", form, "-out", path("list")])
        return try scratch.read("list")
    }

    func certificate(_ name: String) throws -> [UInt8] {
        try #require(CertificateFile.der(scratch.read(name + ".pem")))
    }

    func identity(_ name: String) throws -> CMSIdentity {
        try CMSIdentity(file: scratch.read(name + ".key") + scratch.read(name + ".pem"))
    }

    static let oaep = ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"]

    /// The file `plain` as `openssl cms -encrypt` seals it.
    func seal(
        _ plain: [UInt8], _ cipher: String, to recipients: [(name: String, options: [String])],
        form: [String] = ["-outform", "DER"]
    ) throws -> [UInt8] {
        let input = try scratch.write("plain", plain)
        let ends = recipients.flatMap { ["-recip", path($0.name + ".pem")] + $0.options }
        try openssl(["cms", "-encrypt", "-binary", "-" + cipher, "-in", input, "-out", path("sealed")] + form + ends)
        return try scratch.read("sealed")
    }

    /// SignedData of `plain`, with its content.
    func sign(_ plain: [UInt8], by signers: [String], _ options: [String] = []) throws -> [UInt8] {
        let input = try scratch.write("unsigned", plain)
        try openssl(
            ["cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-in", input, "-out", path("signed")]
                + signers.flatMap { ["-signer", path($0 + ".pem"), "-inkey", path($0 + ".key")] } + options)
        return try scratch.read("signed")
    }

    /// What a file gives: its plaintext, who signed, and the error that stopped it.
    static func open(
        _ file: [UInt8], _ identities: [CMSIdentity], signers: [EnvelopeSigner] = [], required: Bool = false,
        revocations: [[UInt8]] = [], takesOutdated: Bool = false, size: Int = 300_000, drip: Int? = nil,
        now: Timestamp = CMSBench.now
    ) -> (bytes: [UInt8], finding: SignatureFinding?, fault: EnvelopeFault?) {
        let policy = EnvelopePolicy(
            formats: [.cms], requiresSignature: required, signers: signers, revocations: revocations,
            takesOutdatedRevocations: takesOutdated)
        var bytes: [UInt8] = []
        do {
            let source: any ByteSource = if let drip { DripSource(file, drip) } else { MemorySource(file) }
            let envelope = try EnvelopeOpener.open(
                source, identities: EnvelopeIdentities(cms: identities), policy: policy, now: now)
            let result = drain(envelope, size: size)
            bytes = result.bytes
            if let error = result.error { throw error }
            return (bytes, try envelope.finish(), nil)
        } catch let fault as EnvelopeFault {
            return (bytes, nil, fault)
        } catch {
            Issue.record("no envelope fault: \(error)")
            return (bytes, nil, nil)
        }
    }
}
