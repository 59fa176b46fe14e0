import Crypto
import Envelope
import Foundation
import Support
import Testing

/// A vector: `name: value` lines, a blank line, the file.
struct AgeVector: CustomTestStringConvertible, Sendable {
    let name: String
    let fields: [String: String]
    let file: [UInt8]
    var testDescription: String { name }

    init?(_ name: String, _ bytes: [UInt8]) {
        guard bytes.starts(with: Array("expect: ".utf8)),
            let blank = (1..<bytes.count).first(where: { bytes[$0] == 10 && bytes[$0 - 1] == 10 })
        else { return nil }
        var fields: [String: String] = [:]
        for line in String(decoding: bytes[..<blank], as: UTF8.self).split(separator: "\n") {
            guard let colon = line.range(of: ": ") else { return nil }
            fields[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
        }
        self.name = name
        self.fields = fields
        var file = Array(bytes[(blank + 1)...])
        if fields["compressed"] == "zlib" {
            guard let inflated = AgeVector.inflate(file) else { return nil }
            file = inflated
        }
        self.file = file
    }

    static func inflate(_ bytes: [UInt8]) -> [UInt8]? {
        guard Tool.exists("python3"), let scratch = try? Scratch(), let path = try? scratch.write("z", bytes) else {
            return nil
        }
        let program =
            "import sys,zlib;open(sys.argv[1]+'.out','wb').write(zlib.decompress(open(sys.argv[1],'rb').read()))"
        guard (try? Tool.run("python3", ["-c", program, path]))?.status == 0 else { return nil }
        return try? scratch.read("z.out")
    }

    /// The public conformance vectors where the machine has them.
    static let shared: [AgeVector] = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for folder in ["../shared/vectors/age", "../../shared/vectors/age"] {
            let url = package.appending(path: folder).standardized
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else { continue }
            return names.sorted().compactMap { name in
                (try? Data(contentsOf: url.appending(path: name))).flatMap { AgeVector(name, [UInt8]($0)) }
            }
        }
        return []
    }()
}

struct AgeVectorTests {
    @Test(.enabled(if: !AgeVector.shared.isEmpty, "the public vectors are not on this machine"))
    func `agrees with every public vector on what is opened and why a file is refused`() throws {
        #expect(AgeVector.shared.count >= 39)
        for vector in AgeVector.shared {
            // Hybrid keys need ML-KEM, which the cryptographic library of the platform does not have.
            guard let identity = vector.fields["identity"], !identity.hasPrefix("AGE-SECRET-KEY-PQ") else { continue }
            for size in [1, 1000, 65_536, 1 << 20] where size > 1 || vector.file.count < 10_000 {
                try check(vector, AgeIdentity(Array(identity.utf8)), size)
            }
        }
    }

    @Test func `agrees with its own vectors on what is opened and with which code a file is refused`() throws {
        let vectors = try fixtures("Vectors").compactMap { AgeVector($0.name, $0.bytes) }
        #expect(vectors.count >= 12)
        for vector in vectors {
            let identity = try AgeIdentity(Array(try #require(vector.fields["identity"]).utf8))
            let result = open(vector.file, [identity])
            let outcome = result.error.map { ($0 as? EnvelopeFault)?.code.rawValue ?? "another error" } ?? "success"
            #expect(outcome == vector.fields["expect"], "\(vector.name)")
            if let expected = vector.fields["payload"] {
                #expect(try SHA256.hash(result.bytes).description == expected, "\(vector.name)")
            } else {
                #expect(result.bytes.isEmpty, "\(vector.name)")
            }
        }
    }

    private func check(_ vector: AgeVector, _ identity: AgeIdentity, _ size: Int) throws {
        var source: any ByteSource = MemorySource(vector.file)
        // Read as armor even where the first bytes do not look like it: the vector is about the armor.
        if vector.fields["armored"] == "yes" { source = ArmorReader(source: source) }
        var result: (bytes: [UInt8], error: (any Error)?)
        var isPayload = false
        do {
            let reader = try AgeReader(source: source, identities: [identity])
            isPayload = true
            result = drain(reader, size: size)
        } catch { result = ([], error) }
        let code = (result.error as? EnvelopeFault)?.code
        #expect(outcome(code, isPayload) == vector.fields["expect"], "\(vector.name): \(String(describing: code))")
        if let expected = vector.fields["payload"] {
            #expect(try SHA256.hash(result.bytes).description == expected, "\(vector.name), buffer \(size)")
        }
    }

    private func outcome(_ code: FaultCode?, _ isPayload: Bool) -> String {
        switch code {
        case nil: "success"
        case "envelope.armor-malformed": "armor failure"
        case "envelope.header-altered": "HMAC failure"
        case "envelope.not-for-us": "no match"
        case "envelope.truncated": "payload failure"
        case _ where isPayload: "payload failure"
        default: "header failure"
        }
    }
}
