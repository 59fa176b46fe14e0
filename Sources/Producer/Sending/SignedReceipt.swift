package import Envelope
internal import Platform
package import Receipts
internal import SFTP
internal import Support

/// A receipt whose signature is the gateway's.
package struct SignedReceipt: Sendable {
    /// Longest signature, text or report read.
    private static let maximumBytes = 16 << 20

    package let kind: ReceiptKind
    package let account: String
    package let number: Int
    /// Digest of the sealed file that it is about.
    package let sha256: String
    /// Name of that file.
    package let dropName: String
    /// How the drop ended; nil for an arrival.
    package let state: OutcomeReceipt.State?
    /// Its files, the statement last.
    package let files: [(name: String, bytes: [UInt8])]
    /// The text for a person.
    package var text: [UInt8] { files.first { $0.name.hasSuffix(".txt") }?.bytes ?? [] }
    /// The names of its files.
    package var names: [String] { files.map(\.name) }

    /// The receipt `json`, which `signature` signs under one of `keys`; `others` are files beside it.
    ///
    /// - Throws: ``ProducerFault/receiptForged``, ``ProducerFault/receiptMalformed``.
    package init(
        name: String, json: [UInt8], signature: [UInt8], others: [(name: String, bytes: [UInt8])] = [],
        keys: [SSHPublicKey]
    ) throws {
        guard keys.contains(where: { ReceiptSignature.isValid(json: json, signature: signature, key: $0) }) else {
            throw ProducerFault.receiptForged
        }
        guard let link = try? ReceiptChain.parse(json), let value = try? JSONParser.parse(json),
            let digest = value["drop"]?["sha256"]?.string, let dropName = value["drop"]?["name"]?.string
        else { throw ProducerFault.receiptMalformed }
        kind = link.kind
        account = link.account
        number = link.number
        state = link.state
        sha256 = digest
        self.dropName = dropName
        files = others + [(name + ".sig", signature), (name, json)]
    }

    /// Fetches the receipt `name` of the account, verified, with the files beside it.
    static func fetch(_ name: String, _ sftp: SFTPClient, keys: [SSHPublicKey]) throws -> SignedReceipt {
        guard isPlain(name) else { throw ProducerFault.receiptMalformed }
        let path = "/receipts/" + name
        let json = try sftp.read(path, limit: ReceiptChain.maximumBytes)
        let signature = try sftp.read(path + ".sig", limit: SSHSignature.maximumFileBytes)
        let value = try? JSONParser.parse(json)
        let stem = String(name.dropLast(".json".count))
        var others: [(name: String, bytes: [UInt8])] = []
        for other in [stem + ".txt", value?["errorReport"]?.string].compactMap(\.self) where isPlain(other) {
            others.append((other, try sftp.read("/receipts/" + other, limit: maximumBytes)))
        }
        return try SignedReceipt(name: name, json: json, signature: signature, others: others, keys: keys)
    }

    /// The faults of receipts whose numbers follow each other and that are no links of one chain.
    package static func brokenLinks(_ receipts: [SignedReceipt]) -> [ReceiptFault] {
        let sorted = receipts.sorted { ($0.account, $0.number) < ($1.account, $1.number) }
        return zip(sorted, sorted.dropFirst()).compactMap { before, after in
            guard before.account == after.account, after.number == before.number + 1 else { return nil }
            let chain = [before, after].map { $0.files.last?.bytes ?? [] }
            do { try ReceiptChain.verify(chain) } catch { return error as? ReceiptFault }
            return nil
        }
    }

    /// Whether a name of the account may become one on this disk: of the characters of ``ReceiptNames``, and not hidden.
    private static func isPlain(_ name: String) -> Bool {
        !name.hasPrefix(".") && name.utf8.count <= 255
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || [0x2d, 0x2e, 0x5f].contains(byte)
            }
    }

    /// Writes its files into `folder`, which is made where it is missing; the statement last.
    package func keep(in folder: String) throws {
        let parent = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let name = folder.split(separator: "/").last.map(String.init) ?? "."
        if name != "." {
            try Directory(folder.hasPrefix("/") && parent.isEmpty ? "/" : parent.isEmpty ? "." : parent).make(name)
        }
        let directory = try Directory(folder)
        for (name, bytes) in files { try directory.writeDurably(name, bytes) }
    }
}
