package import Crypto
internal import Support

/// The receipts of an account, each with the digest of the one before: none can be changed or left out unseen.
package enum ReceiptChain {
    /// Longest receipt read.
    package static let maximumBytes = 4 << 20

    /// What the chain needs to know of a receipt.
    package struct Link: Sendable, Equatable {
        package let kind: ReceiptKind
        package let account: String
        package let number: Int
        package let previous: SHA256Digest?
        package let dropID: String
        package let state: OutcomeReceipt.State?
        package let sha256: SHA256Digest
    }

    /// Reads one receipt.
    package static func parse(_ json: [UInt8]) throws -> Link {
        guard json.count <= maximumBytes, let value = try? JSONParser.parse(json),
            value["format"]?.string == ReceiptKind.format,
            let kind = value["kind"]?.string.flatMap(ReceiptKind.init(rawValue:)),
            let account = value["account"]?.string,
            let number = value["number"]?.integer, number >= 1, let previous = value["previous"],
            let dropID = value["drop"]?["id"]?.string
        else { throw ReceiptFault.malformed }
        let digest = previous.string.flatMap { SHA256Digest(hex: $0) }
        let state = value["state"]?.string.flatMap(OutcomeReceipt.State.init(rawValue:))
        guard digest != nil || previous.isNull, (state != nil) == kind.hasState else {
            throw ReceiptFault.malformed
        }
        return Link(
            kind: kind, account: account, number: Int(number), previous: digest, dropID: dropID, state: state,
            sha256: try SHA256.hash(json))
    }

    /// Checks that `receipts`, in order, are links of one account's chain without a gap; the first may be any number.
    ///
    /// - Throws: ``ReceiptFault/chainBroken(number:)`` with the number of the first that does not follow.
    @discardableResult
    package static func verify(_ receipts: [[UInt8]]) throws -> [Link] {
        var links: [Link] = []
        for json in receipts {
            let link = try parse(json)
            let isFirst = link.number == 1
            guard isFirst == (link.previous == nil) else { throw ReceiptFault.chainBroken(number: link.number) }
            if let before = links.last {
                guard link.number == before.number + 1, link.previous == before.sha256, link.account == before.account
                else { throw ReceiptFault.chainBroken(number: link.number) }
            }
            links.append(link)
        }
        return links
    }
}
